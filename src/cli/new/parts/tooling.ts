import type { FileSet } from '../../files/file-set.js';
import type { Conventions } from '../package-manager.js';

const compilerOptions = {
  target: 'ES2023',
  lib: ['ES2023'],
  module: 'NodeNext',
  types: ['node', 'jest'],
  strict: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  noEmit: true,
};

/** TypeScript, Jest, ESLint, Prettier and the package manager: settings of theirs that work with annals. */
export function tooling({ settings, ignored }: Conventions): FileSet {
  return new Map([
    ['tsconfig.json', json({ compilerOptions, include: ['src', 'test', '*.ts'] })],
    [
      'tsconfig.build.json',
      json({
        extends: './tsconfig.json',
        compilerOptions: { noEmit: false, rootDir: 'src', outDir: 'dist', sourceMap: true, types: ['node'] },
        include: ['src'],
      }),
    ],
    [
      'jest.config.ts',
      `/** @jest-config-loader-options {"transpileOnly": true} */
import type { Config } from 'jest';

export default {
  preset: 'annals',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testTimeout: 30_000,
} satisfies Config;
`,
    ],
    [
      'eslint.config.js',
      `import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(globalIgnores(['dist/', 'coverage/', '.annals/']), {
  files: ['**/*.ts'],
  extends: [tseslint.configs.recommendedTypeChecked],
  languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
  rules: {
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/require-await': 'off', // what implements an async method need not wait
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  },
});
`,
    ],
    ['.prettierrc.json', json({ singleQuote: true, printWidth: 120 })],
    ['.prettierignore', lines('dist/', 'coverage/', '.annals/', 'package-lock.json', 'pnpm-lock.yaml')],
    ['.gitignore', lines('node_modules/', 'dist/', 'coverage/', '.annals/', '.env', '*.log', ...ignored)],
    ...Object.entries(settings).map(([file, text]) => [file, lines(text)] as const),
  ]);
}

function json(value: unknown): string {
  // Lists of words on one line, as Prettier has them.
  const text = JSON.stringify(value, null, 2).replaceAll(
    /\[\s+("[^\]]*")\s+\]/g,
    (_, items: string) => `[${items.replaceAll(/,\s+/g, ', ')}]`,
  );
  return `${text}\n`;
}

function lines(...all: string[]): string {
  return `${all.join('\n')}\n`;
}
