import { testRunner } from './test-runner.js';

/** What a contract suite tests, and how it is let go. */
export interface ContractSubject<Store> {
  readonly store: Store;
  close(): Promise<void>;
}

/**
 * Opens the store under test. Each call opens the same data anew, as another process would; what it holds already does
 * not matter, but nothing else may write to it during the suite.
 */
export type CreateContractSubject<Store> = () => Promise<ContractSubject<Store>>;

/** The same data opened twice, while the tests of one suite run. */
export interface OpenSubject<Store> {
  readonly store: Store;
  /** The store as another process has it. */
  readonly other: Store;
}

/** Opens a subject before the tests of the surrounding `describe` and closes it after them. */
export function useSubject<Store>(create: CreateContractSubject<Store>): OpenSubject<Store> {
  const { beforeAll, afterAll } = testRunner();
  const opened: ContractSubject<Store>[] = [];

  beforeAll(async () => {
    opened.push(await create());
    opened.push(await create());
  });
  afterAll(async () => {
    for (const subject of opened.splice(0)) await subject.close();
  });

  const openedAt = (index: number): Store => {
    const subject = opened[index];
    if (subject === undefined) throw new Error('The store under test is open only while the tests run.');
    return subject.store;
  };
  return {
    get store() {
      return openedAt(0);
    },
    get other() {
      return openedAt(1);
    },
  };
}
