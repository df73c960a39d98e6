import { InvalidArgumentError } from '../../errors/index.js';
import type { ReadModelPreviewTable, ReadModelStore, ReadModelTable } from '../../projections/read-model-store.js';
import { InMemoryPreviewTable } from './in-memory-preview-table.js';
import { InMemoryReadModelTable } from './in-memory-read-model-table.js';
import { OpenState } from './open-state.js';
import { ReadModelData } from './read-model-data.js';

/** The documents of all read models, and of the rebuilds beside them, by name. */
export interface ReadModelDocuments {
  readonly live: Map<string, ReadModelData>;
  readonly rebuilds: Map<string, ReadModelData>;
}

/** Keeps read models in this process's memory. */
export class InMemoryReadModelStore implements ReadModelStore {
  readonly #documents: ReadModelDocuments;
  readonly #openState: OpenState;

  /** @param documents what to begin with, which the store changes; nothing by default */
  constructor(documents: ReadModelDocuments = { live: new Map(), rebuilds: new Map() }, openState = new OpenState()) {
    this.#documents = documents;
    this.#openState = openState;
  }

  live(name: string): ReadModelTable {
    return this.#table(() => {
      const { live } = this.#documents;
      const data = live.get(name) ?? new ReadModelData();
      live.set(name, data);
      return data;
    });
  }

  async beginRebuild(name: string): Promise<ReadModelTable> {
    this.#openState.check();
    const data = new ReadModelData();
    this.#documents.rebuilds.set(name, data);
    return this.#table(() => {
      if (this.#documents.rebuilds.get(name) === data) return data;
      throw noRebuild(name);
    });
  }

  async finishRebuild(name: string): Promise<void> {
    this.#openState.check();
    const { live, rebuilds } = this.#documents;
    const data = rebuilds.get(name);
    if (data === undefined) throw noRebuild(name);
    live.set(name, data);
    rebuilds.delete(name);
  }

  async beginPreview(name: string): Promise<ReadModelPreviewTable> {
    this.#openState.check();
    return new InMemoryPreviewTable(name, this.#openState);
  }

  #table(data: () => ReadModelData): ReadModelTable {
    return new InMemoryReadModelTable(() => {
      this.#openState.check();
      return data();
    });
  }
}

function noRebuild(name: string): InvalidArgumentError {
  return new InvalidArgumentError(
    'INVALID_OPTION',
    `This rebuild of read model '${name}' is finished or was begun anew.`,
  );
}
