import type { ReadModelRebuildTable } from '../../projections/read-model-store.js';
import { InMemoryReadModelTable } from './in-memory-read-model-table.js';
import type { ReadModelData } from './read-model-data.js';

/** The documents of a rebuild. */
export class InMemoryRebuildTable extends InMemoryReadModelTable implements ReadModelRebuildTable {
  readonly #forget: () => void;

  /** @param forget lets go of the documents */
  constructor(data: () => ReadModelData, forget: () => void) {
    super(data);
    this.#forget = forget;
  }

  async drop(): Promise<void> {
    this.#forget();
  }
}
