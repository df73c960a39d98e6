import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = fileURLToPath(new URL('./src', import.meta.url));

/** The tests that run where no decorator metadata is emitted, as under esbuild. All others run under Jest. */
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: false } },
  resolve: {
    alias: [
      { find: /^annals$/, replacement: `${source}/index.ts` },
      { find: /^annals\/(.+)$/, replacement: `${source}/$1.ts` },
    ],
  },
  test: {
    include: ['test/esbuild/**/*.vitest.ts'],
    reporters: ['default', ['json', { outputFile: '.cache/reports/vitest.json' }]],
    passWithNoTests: true,
  },
});
