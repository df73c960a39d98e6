import type { ReadModelDocument } from '../../../projections/read-model-store.js';
import { checkDocumentKey, copyDocument } from '../../../projections/stored-document.js';
import type { ViewDocument } from './where-filter.js';

/** @throws UnstorableDataError, InvalidArgumentError */
export function toViewDocument(key: string, document: ReadModelDocument): ViewDocument {
  checkDocumentKey(key);
  return { _id: key, ...copyDocument(document, `document '${key}'`) };
}

export function fromViewDocument({ _id, ...document }: ViewDocument): ReadModelDocument {
  return document;
}
