import { describeValue, InvalidArgumentError } from '../errors/index.js';
import type { ReadModel } from './read-model.js';
import type { ReadModelChange, ReadModelDocument, ReadModelTable } from './read-model-store.js';
import { checkDocumentKey, copyDocument } from './stored-document.js';

type Change = (document: ReadModelDocument | null) => ReadModelDocument | null;

/** Collects what the handlers of one page do, in order, and works out what is to be stored. */
export class PageChanges implements ReadModel<ReadModelDocument> {
  readonly #changes = new Map<string, Change[]>();

  constructor(private readonly projection: string) {}

  set(key: string, document: ReadModelDocument): void {
    const copy = this.#copy(key, document);
    this.#add(key, () => copy);
  }

  update(key: string, change: (document: never) => ReadModelDocument, initial?: ReadModelDocument): void {
    const beginning = initial === undefined ? undefined : this.#copy(key, initial);
    this.#add(key, (document) => {
      const current = document ?? beginning;
      if (current === undefined) return null;
      const changed: unknown = change(current as never);
      if (typeof changed === 'object' && changed !== null) return changed;
      throw new InvalidArgumentError(
        'INVALID_OPTION',
        `An update of '${key}' in the read model '${this.projection}' returned ${describeValue(changed)}; return the new document.`,
      );
    });
  }

  patch(key: string, properties: object): void {
    const copy = this.#copy(key, properties);
    this.#add(key, (document) => (document === null ? null : { ...document, ...copy }));
  }

  delete(key: string): void {
    this.#add(key, () => null);
  }

  /** Reads the documents that were touched, with one query, and applies everything that was collected. */
  async resolve(table: ReadModelTable): Promise<readonly ReadModelChange[]> {
    if (this.#changes.size === 0) return [];
    const before = await table.getMany([...this.#changes.keys()]);
    return [...this.#changes].flatMap(([key, changes]) => {
      const existing = before.get(key) ?? null;
      const document = changes.reduce((current, change) => change(current), existing);
      if (document === null && existing === null) return [];
      return { key, document: document && this.#copy(key, document) };
    });
  }

  /** A copy, so that a change which writes into its document reaches nothing else. */
  #copy<T extends ReadModelDocument>(key: string, document: T): T {
    checkDocumentKey(key, this.projection);
    return copyDocument(document, `${this.projection}[${key}]`);
  }

  #add(key: string, change: Change): void {
    checkDocumentKey(key, this.projection);
    const changes = this.#changes.get(key);
    if (changes === undefined) this.#changes.set(key, [change]);
    else changes.push(change);
  }
}
