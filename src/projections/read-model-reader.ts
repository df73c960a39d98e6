import { currentReadFence } from '../queries/index.js';
import type { FindOptions, ReadModelTable } from './read-model-store.js';

/**
 * What query handlers read a projection's documents with. Inject it by {@link readModel}.
 *
 * Within `ask(…, { after })` every call waits first until the read model contains the position asked for.
 */
export interface ReadModelReader<T extends object> {
  /** The document under a key, `null` when there is none. */
  get(key: string): Promise<T | null>;
  /** The documents that match, sorted by key where no other order is asked for. */
  find(options?: FindOptions<T>): Promise<readonly T[]>;
  /** How many documents match. */
  count(where?: Partial<T>): Promise<number>;
  /** The adapter's own handle, for anything richer: on MongoDB the driver's `Collection`, with keys as `_id`. */
  native(): Promise<unknown>;
}

/** Tells how far a projection has come. */
export interface ProjectionProgress {
  /** Resolves when the projection has reached a global position. @throws ProjectionBehindError */
  waitFor(projection: string, position: number, timeoutMs: number): Promise<void>;
}

/**
 * The token of a projection's reader.
 *
 * @example `constructor(@inject(readModel('account-summaries')) private accounts: ReadModelReader<AccountSummary>) {}`
 */
export function readModel(projection: string): symbol {
  return Symbol.for(`annals.readModel:${projection}`);
}

/** Makes the reader of a live read model. */
export function createReadModelReader<T extends object>(
  projection: string,
  table: ReadModelTable,
  progress: ProjectionProgress,
): ReadModelReader<T> {
  return readerOf(table, async () => {
    const fence = currentReadFence();
    if (fence !== undefined) await progress.waitFor(projection, fence.position, fence.timeoutMs);
  });
}

/** Makes the reader of any table; each call begins with `prepare`. */
export function readerOf<T extends object>(
  table: ReadModelTable,
  prepare: () => Promise<void> = async () => undefined,
): ReadModelReader<T> {
  return {
    async get(key) {
      await prepare();
      return (await table.get(key)) as T | null;
    },
    async find(options = {}) {
      await prepare();
      return (await table.find(options)) as readonly T[];
    },
    async count(where = {}) {
      await prepare();
      return table.count(where);
    },
    async native() {
      await prepare();
      return table.native();
    },
  };
}
