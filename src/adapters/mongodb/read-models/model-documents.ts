import type { Collection, Document, IndexDescription } from 'mongodb';
import { StorageError } from '../../../errors/index.js';
import type { FindOptions, ReadModelDocument, ReadModelIndex } from '../../../projections/read-model-store.js';
import { isServerError } from '../connection/driver-error.js';
import { fromViewDocument } from './view-document.js';
import { checkCount, sortOrder, whereFilter, type ViewDocument } from './where-filter.js';

const namespaceExistsCode = 48;
const indexConflictCodes = [85, 86];
/** The server kills a search whose collection a rebuild replaces. */
const queryKilledCode = 175;

/** Creates the collection and its indexes where they are missing. */
export async function prepareDocuments(
  view: Collection<ViewDocument>,
  name: string,
  indexes: readonly ReadModelIndex[],
): Promise<void> {
  try {
    await view.db.createCollection(view.collectionName);
  } catch (error) {
    if (!isServerError(error, namespaceExistsCode)) throw error;
  }
  if (indexes.length === 0) return;
  try {
    await view.createIndexes(indexes.map(toIndex));
  } catch (error) {
    if (!isServerError(error, ...indexConflictCodes)) throw error;
    throw new StorageError(
      'STORE_FAILED',
      `Read model '${name}' has an index on the same fields that is declared otherwise now. Rebuild the read model.`,
      { cause: error },
    );
  }
}

function toIndex({ fields, unique }: ReadModelIndex): IndexDescription {
  const key = new Map(Object.entries(fields).map(([field, order]) => [field, order === 'asc' ? 1 : -1] as const));
  return { key, ...(unique === true && { unique: true }) };
}

export async function getDocuments(
  view: Collection<ViewDocument>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ReadModelDocument>> {
  if (keys.length === 0) return new Map();
  const documents = await repeatedOnce(() => view.find({ _id: { $in: [...keys] } }).toArray());
  return new Map(documents.map((document) => [document._id, fromViewDocument(document)]));
}

export async function findDocuments(
  view: Collection<ViewDocument>,
  options: FindOptions<Record<string, unknown>>,
): Promise<readonly ReadModelDocument[]> {
  const filter = whereFilter(options.where ?? {});
  const sort = sortOrder(options.sort);
  const skip = checkCount('skip', options.skip, 0);
  const limit = checkCount('limit', options.limit, Number.MAX_SAFE_INTEGER);
  if (limit === 0) return [];
  const search = { ...(limit < Number.MAX_SAFE_INTEGER && { limit }), skip, allowDiskUse: true };
  const documents = await repeatedOnce(() => view.find(filter, search).sort(sort).toArray());
  return documents.map(fromViewDocument);
}

export async function countDocuments(view: Collection<ViewDocument>, where: Record<string, unknown>): Promise<number> {
  const filter: Document = whereFilter(where);
  return repeatedOnce(() => view.countDocuments(filter));
}

async function repeatedOnce<T>(search: () => Promise<T>): Promise<T> {
  try {
    return await search();
  } catch (error) {
    if (isServerError(error, queryKilledCode)) return search();
    throw error;
  }
}
