import { UnstorableDataError } from '../../../errors/index.js';
import { copyStorable } from '../../../event-store/index.js';
import type { ReadModelDocument } from '../../../projections/read-model-store.js';
import type { ViewDocument } from './where-filter.js';

/** What one document may take as BSON; the rest of the database's 16 MiB is for its envelope. */
const maximumBytes = 16 * 1024 * 1024 - 64 * 1024;

/** @throws UnstorableDataError */
export function toViewDocument(key: string, document: ReadModelDocument): ViewDocument {
  const path = `document '${key}'`;
  for (const field of Object.keys(document)) {
    if (field === '_id') {
      throw new UnstorableDataError(
        `${path}._id`,
        `the property name '_id' belongs to the database, which keeps the key there`,
      );
    }
    if (field.startsWith('$')) {
      throw new UnstorableDataError(
        `${path}.${field}`,
        `a document of a read model has no property that begins with '$'`,
      );
    }
  }
  const { copy, bytes } = copyStorable(document, path);
  if (bytes > maximumBytes) {
    throw new UnstorableDataError(path, `it takes more than ${String(maximumBytes)} bytes`);
  }
  return { _id: key, ...copy };
}

export function fromViewDocument({ _id, ...document }: ViewDocument): ReadModelDocument {
  return document;
}
