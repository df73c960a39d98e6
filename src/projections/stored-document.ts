import { describeValue, InvalidArgumentError, UnstorableDataError } from '../errors/index.js';
import { copyStorable } from '../event-store/index.js';
import type { ReadModelDocument } from './read-model-store.js';

/** With the key a document stays within what the database takes. */
const maximumKeyBytes = 32 * 1024;

/**
 * Copies a document as it can be stored on every adapter.
 *
 * @param path where it stands, for the error
 * @throws UnstorableDataError
 */
export function copyDocument<T extends ReadModelDocument>(document: T, path: string): T {
  const { copy } = copyStorable(document, path);
  if (!isObjectOfProperties(copy)) {
    throw new UnstorableDataError(path, `${describeValue(document)} is not a document; give an object of properties`);
  }
  for (const property of Object.keys(copy)) {
    if (property === '_id') {
      throw new UnstorableDataError(
        `${path}._id`,
        `the property name '_id' belongs to the database, which keeps the key there`,
      );
    }
    if (property.startsWith('$')) {
      throw new UnstorableDataError(
        `${path}.${property}`,
        `a document of a read model has no property that begins with '$'`,
      );
    }
  }
  return copy;
}

/** Refuses what is no key of a document. @throws InvalidArgumentError */
export function checkDocumentKey(key: unknown, readModel?: string): void {
  const fault = faultOf(key);
  if (fault === undefined) return;
  const where = readModel === undefined ? 'a read model' : `the read model '${readModel}'`;
  throw new InvalidArgumentError('INVALID_OPTION', `A key of ${where} is ${describeValue(key)}; give ${fault}.`);
}

function faultOf(key: unknown): string | undefined {
  if (typeof key !== 'string' || key === '') return 'a string that is not empty';
  if (!key.isWellFormed()) return 'a string without half a surrogate pair';
  if (Buffer.byteLength(key) > maximumKeyBytes) return `a string of at most ${String(maximumKeyBytes)} bytes of UTF-8`;
  return undefined;
}

function isObjectOfProperties(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
