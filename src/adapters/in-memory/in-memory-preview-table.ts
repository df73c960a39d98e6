import { StorageError } from '../../errors/index.js';
import type { ReadModelPreviewTable } from '../../projections/read-model-store.js';
import { InMemoryReadModelTable } from './in-memory-read-model-table.js';
import type { OpenState } from './open-state.js';
import { ReadModelData } from './read-model-data.js';

/** A read model that nobody else sees. */
export class InMemoryPreviewTable extends InMemoryReadModelTable implements ReadModelPreviewTable {
  #data: ReadModelData | undefined = new ReadModelData();

  constructor(name: string, openState: OpenState) {
    super(() => {
      openState.check();
      if (this.#data !== undefined) return this.#data;
      throw new StorageError('STORE_CLOSED', `This preview of read model '${name}' is closed. Begin a new one.`);
    });
  }

  async drop(): Promise<void> {
    this.#data = undefined;
  }
}
