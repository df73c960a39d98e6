/** @jest-config-loader-options {"transpileOnly": true} */
import type { Config } from 'jest';

/** What Jest's CommonJS runtime needs transformed: ES modules, and the one file of the driver that calls `import()`. */
const transformed = [
  ...['inversify/', '@inversifyjs/', 'uuid/', 'devalue/', 'quick-lru/', 'mongodb/lib/runtime_adapters'],
  ...['@bomb\\.sh/', '@clack/', 'fast-', 'sisteransi/', 'change-case/', 'plur/', 'irregular-plurals/'],
  ...['magic-string/', '@jridgewell/'],
];

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{test,examples/*/test}/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/'],
  maxWorkers: 2,
  testTimeout: 30_000,
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/test/support/start-mongo.ts',
  globalTeardown: '<rootDir>/test/support/stop-mongo.ts',
  transform: { '^.+\\.m?[jt]s$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json' }] },
  transformIgnorePatterns: [`/node_modules/(?!(${transformed.join('|')}))`],
  moduleNameMapper: {
    '^annals$': '<rootDir>/src/index.ts',
    '^annals/(mongodb|embedded|testing)$': '<rootDir>/src/$1.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
} satisfies Config;
