import type {
  FindOptions,
  ReadModelDocument,
  ReadModelIndex,
  ReadModelPage,
  ReadModelTable,
} from '../../projections/read-model-store.js';
import { copyValue } from './document-values.js';
import { countDocuments, findDocuments } from './find-documents.js';
import type { ReadModelData } from './read-model-data.js';

/** A handle on a read model; documents are copied on the way in and on the way out. */
export class InMemoryReadModelTable implements ReadModelTable {
  readonly #data: () => ReadModelData;
  /** Where the documents of the page under way were read: a swap since then makes them worthless. */
  #pageData: ReadModelData | undefined;

  /** @param data finds the documents anew for each call, for a rebuild may have replaced them */
  constructor(data: () => ReadModelData) {
    this.#data = data;
  }

  async prepare(indexes: readonly ReadModelIndex[]): Promise<void> {
    this.#data().addIndexes(indexes);
  }

  async getMany(keys: readonly string[]): Promise<ReadonlyMap<string, ReadModelDocument>> {
    this.#pageData ??= this.#data();
    const { documents } = this.#data();
    const found = new Map<string, ReadModelDocument>();
    for (const key of keys) {
      const document = documents.get(key);
      if (document !== undefined) found.set(key, copyValue(document));
    }
    return found;
  }

  async get(key: string): Promise<ReadModelDocument | null> {
    return copyValue(this.#data().documents.get(key) ?? null);
  }

  async find(options: FindOptions<Record<string, unknown>>): Promise<readonly ReadModelDocument[]> {
    return findDocuments(this.#data().documents, options).map(copyValue);
  }

  async count(where: Record<string, unknown>): Promise<number> {
    return countDocuments(this.#data().documents, where);
  }

  async position(): Promise<number> {
    return this.#data().position;
  }

  async commit(page: ReadModelPage): Promise<boolean> {
    const data = this.#data();
    const pageData = this.#pageData ?? data;
    this.#pageData = undefined;
    return pageData === data && data.commit(page);
  }

  native(): undefined {
    return undefined;
  }
}
