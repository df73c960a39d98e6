import { StorageError } from '../../errors/index.js';
import { valueAt } from './document-values.js';

/** The last state of each document that a page changes. */
export type ChangedDocuments = ReadonlyMap<string, object | null>;

/** Holds that no two documents have the same values in some fields; a missing field counts as null, as on MongoDB. */
export class UniqueIndex {
  readonly #fields: readonly string[];
  /** The key of the document that has some values. */
  readonly #owners = new Map<string, string>();

  constructor(fields: readonly string[]) {
    this.#fields = fields;
  }

  /** @throws StorageError when the changes would give two documents the same values */
  check(changes: ChangedDocuments): void {
    const claims = new Map<string, string>();
    for (const [key, document] of changes) {
      if (document === null) continue;
      const values = this.#valuesOf(document);
      const owner = this.#owners.get(values);
      const other = claims.get(values) ?? (owner === undefined || changes.has(owner) ? undefined : owner);
      if (other !== undefined) throw this.#doubled(key, other);
      claims.set(values, key);
    }
  }

  /** Takes over changes that have passed {@link check}; `documents` are those before them. */
  apply(changes: ChangedDocuments, documents: ReadonlyMap<string, object>): void {
    for (const key of changes.keys()) {
      const before = documents.get(key);
      if (before !== undefined) this.#owners.delete(this.#valuesOf(before));
    }
    for (const [key, document] of changes) if (document !== null) this.#owners.set(this.#valuesOf(document), key);
  }

  #valuesOf(document: object): string {
    return JSON.stringify(this.#fields.map((field) => identity(valueAt(document, field))));
  }

  #doubled(key: string, other: string): StorageError {
    return new StorageError(
      'STORE_FAILED',
      `Documents '${other}' and '${key}' have the same ${this.#fields.join(', ')}, which a unique index forbids; ` +
        `nothing was stored.`,
    );
  }
}

/** A form in which JSON tells apart what the index must tell apart. */
function identity(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'number') return { number: value === 0 ? '0' : String(value) };
  if (value instanceof Date) return { date: value.getTime() };
  if (Array.isArray(value)) return value.map(identity);
  if (typeof value === 'object' && value !== null)
    return { entries: Object.entries(value).map(([key, element]) => [key, identity(element)]) };
  return value;
}
