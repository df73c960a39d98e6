import { ConfigurationError } from '../../errors/index.js';

type Test = () => Promise<void> | void;

/** What the contract suites need of a test runner. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, test: Test) => void;
  readonly beforeAll: (hook: Test) => void;
  readonly afterAll: (hook: Test) => void;
}

/** The globals of the runner that runs now. @throws ConfigurationError where there are none */
export function testRunner(): TestRunner {
  const { describe, it, beforeAll, afterAll } = globalThis as Partial<TestRunner>;
  if (describe === undefined || it === undefined || beforeAll === undefined || afterAll === undefined) {
    throw new ConfigurationError(
      'UNRESOLVED_DEPENDENCY',
      'A contract suite needs the globals describe, it, beforeAll and afterAll: run it under Jest, or under Vitest ' +
        'with `globals: true`.',
    );
  }
  return { describe, it, beforeAll, afterAll };
}
