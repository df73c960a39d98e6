import { UnstorableDataError } from '../../../errors/index.js';
import { copyStorable } from '../../../event-store/index.js';
import type { ReadModelDocument } from '../../../projections/read-model-store.js';
import type { ViewDocument } from './where-filter.js';

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
  return { _id: key, ...copyStorable(document, path).copy };
}

export function fromViewDocument({ _id, ...document }: ViewDocument): ReadModelDocument {
  return document;
}
