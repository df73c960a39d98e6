import { InvalidArgumentError } from '../../errors/index.js';
import type {
  ReadModelPreviewTable,
  ReadModelRebuildTable,
  ReadModelStore,
  ReadModelTable,
} from '../../projections/read-model-store.js';
import { InMemoryPreviewTable } from './in-memory-preview-table.js';
import { InMemoryReadModelTable } from './in-memory-read-model-table.js';
import { InMemoryRebuildTable } from './in-memory-rebuild-table.js';
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
  /** The rebuilds that were begun here. */
  readonly #begun = new Map<string, ReadModelData>();

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

  async beginRebuild(name: string): Promise<ReadModelRebuildTable> {
    this.#openState.check();
    const { rebuilds } = this.#documents;
    const data = new ReadModelData();
    rebuilds.set(name, data);
    this.#begun.set(name, data);
    return new InMemoryRebuildTable(
      () => {
        this.#openState.check();
        if (rebuilds.get(name) === data) return data;
        throw noRebuild(name);
      },
      () => {
        if (rebuilds.get(name) === data) rebuilds.delete(name);
      },
    );
  }

  async finishRebuild(name: string): Promise<void> {
    this.#openState.check();
    const { live, rebuilds } = this.#documents;
    const data = rebuilds.get(name);
    const begun = this.#begun.get(name) ?? data;
    if (data === undefined || data !== begun) throw noRebuild(name);
    live.set(name, data);
    rebuilds.delete(name);
    this.#begun.delete(name);
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
    `This rebuild of read model '${name}' is over: it was finished or dropped, or another one has begun since. ` +
      `Begin anew if it is still wanted.`,
  );
}
