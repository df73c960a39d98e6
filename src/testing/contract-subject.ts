import { testRunner } from './contract-runner.js';

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

/** A store that is open while the tests of one suite run. */
export interface OpenSubject<Store> {
  readonly store: Store;
  /** Opens the same data once more, as another process would. */
  open(): Promise<Store>;
}

/** Opens a subject before the tests of the surrounding `describe` and closes all that was opened after them. */
export function useSubject<Store>(create: CreateContractSubject<Store>): OpenSubject<Store> {
  const { beforeAll, afterAll } = testRunner();
  const opened: ContractSubject<Store>[] = [];

  const open = async () => {
    const subject = await create();
    opened.push(subject);
    return subject.store;
  };

  beforeAll(async () => {
    await open();
  });
  afterAll(async () => {
    for (const subject of opened.splice(0)) await subject.close();
  });

  return {
    open,
    get store() {
      const [first] = opened;
      if (first === undefined) throw new Error('The store under test is open only while the tests run.');
      return first.store;
    },
  };
}
