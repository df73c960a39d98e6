import { describeValue, InvalidArgumentError } from '../../errors/index.js';
import type { FindOptions, SortOrder } from '../../projections/read-model-store.js';
import { compareValues, valueAt, valuesEqual } from './document-values.js';
import { compareUtf8 } from './utf8-order.js';

type Entry = readonly [key: string, document: object];

/** The documents that a search asks for, in its order. @throws InvalidArgumentError */
export function findDocuments(
  documents: ReadonlyMap<string, object>,
  { where = {}, sort = {}, skip = 0, limit = Number.MAX_SAFE_INTEGER }: FindOptions<Record<string, unknown>>,
): object[] {
  checkCount('skip', skip);
  checkCount('limit', limit);
  const order = byFields(sort);
  return matching(documents, where)
    .sort(order)
    .slice(skip, skip + limit)
    .map(([, document]) => document);
}

/** How many documents have these values. @throws InvalidArgumentError */
export function countDocuments(documents: ReadonlyMap<string, object>, where: Record<string, unknown>): number {
  return matching(documents, where).length;
}

function matching(documents: ReadonlyMap<string, object>, where: Record<string, unknown>): Entry[] {
  const wanted = Object.entries(where);
  for (const [field, value] of wanted) {
    checkField('where', field);
    if (value === undefined) throw refused(`where.${field}`, value, 'a value, or leave the field out');
  }
  return [...documents].filter(([, document]) =>
    wanted.every(([field, value]) => valuesEqual(valueAt(document, field), value)),
  );
}

function byFields(sort: Readonly<Record<string, SortOrder | undefined>>): (left: Entry, right: Entry) => number {
  const fields = Object.entries(sort).filter(([, order]) => order !== undefined);
  for (const [field, order] of fields) {
    checkField('sort', field);
    if (order !== 'asc' && order !== 'desc') throw refused(`sort.${field}`, order, `'asc' or 'desc'`);
  }
  return ([leftKey, left], [rightKey, right]) => {
    for (const [field, order] of fields) {
      const difference = compareValues(valueAt(left, field), valueAt(right, field));
      if (difference !== 0) return order === 'desc' ? -difference : difference;
    }
    return compareUtf8(leftKey, rightKey);
  };
}

/** Refuses what names no field of a document on MongoDB. */
function checkField(option: string, field: string): void {
  if (field !== '' && field !== '_id' && !field.startsWith('$') && !field.includes('\0')) return;
  throw refused(`${option}.${field}`, field, 'the name of a field of the documents');
}

function checkCount(name: string, value: unknown): void {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return;
  throw refused(name, value, 'a whole number from 0 to 2^53 - 1');
}

function refused(name: string, value: unknown, wanted: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_OPTION', `The option ${name} is ${describeValue(value)}; give ${wanted}.`);
}
