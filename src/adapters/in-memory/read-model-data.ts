import type { ReadModelChange, ReadModelIndex, ReadModelPage } from '../../projections/read-model-store.js';
import { checkDocumentKey, copyDocument } from '../../projections/stored-document.js';
import { UniqueIndex } from './unique-index.js';

/** The documents of one read model and the position that they contain. */
export class ReadModelData {
  readonly documents = new Map<string, object>();
  readonly #uniqueIndexes = new Map<string, UniqueIndex>();
  #position = -1;

  get position(): number {
    return this.#position;
  }

  /** Adds the unique indexes that are missing; the others make nothing faster here. */
  addIndexes(indexes: readonly ReadModelIndex[]): void {
    for (const { fields, unique } of indexes) {
      const name = JSON.stringify(Object.entries(fields));
      if (unique !== true || this.#uniqueIndexes.has(name)) continue;
      const index = new UniqueIndex(Object.keys(fields));
      index.check(this.documents);
      index.apply(this.documents, new Map());
      this.#uniqueIndexes.set(name, index);
    }
  }

  commit({ changes, from, to }: ReadModelPage): boolean {
    const last = new Map(changes.map((change) => [change.key, storableDocument(change)]));
    if (this.#position !== from) return false;
    for (const index of this.#uniqueIndexes.values()) index.check(last);
    for (const index of this.#uniqueIndexes.values()) index.apply(last, this.documents);
    for (const [key, document] of last) {
      if (document === null) this.documents.delete(key);
      else this.documents.set(key, document);
    }
    this.#position = to;
    return true;
  }
}

/** @throws UnstorableDataError, InvalidArgumentError */
function storableDocument({ key, document }: ReadModelChange): object | null {
  if (document === null) return null;
  checkDocumentKey(key);
  return copyDocument(document, `document '${key}'`);
}
