import type { Document, Filter, Sort } from 'mongodb';
import { describeValue, InvalidArgumentError } from '../../../errors/index.js';
import type { FindOptions } from '../../../projections/read-model-store.js';

/** A document of a read model as it is stored: the key and what the projection wrote. */
export interface ViewDocument extends Document {
  readonly _id: string;
}

/**
 * The filter for fields and the values they must equal. A value is never an operator, and a field that holds an array
 * equals an array only.
 *
 * @throws InvalidArgumentError
 */
export function whereFilter(where: Record<string, unknown>): Filter<ViewDocument> {
  const conditions = Object.entries(where).map(([field, value]) => {
    checkField('where', field);
    if (value === undefined) throw refused(`where.${field}`, value, 'a value, or leave the field out');
    return { [field]: Array.isArray(value) ? { $eq: value } : { $eq: value, $not: { $type: 'array' } } };
  });
  return conditions.length === 0 ? {} : { $and: conditions };
}

/** The sort for a search: by the fields given, by key last. @throws InvalidArgumentError */
export function sortOrder(sort: FindOptions<Record<string, unknown>>['sort'] = {}): Sort {
  const order = new Map<string, 1 | -1>();
  for (const [field, direction] of Object.entries<unknown>(sort)) {
    if (direction === undefined) continue;
    checkField('sort', field);
    if (direction !== 'asc' && direction !== 'desc') throw refused(`sort.${field}`, direction, `'asc' or 'desc'`);
    order.set(field, direction === 'asc' ? 1 : -1);
  }
  return order.set('_id', 1);
}

/** @throws InvalidArgumentError */
export function checkCount(name: string, value: unknown, byDefault: number): number {
  if (value === undefined) return byDefault;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw refused(name, value, 'a whole number from 0 to 2^53 - 1');
}

function checkField(option: string, field: string): void {
  if (field !== '' && field !== '_id' && !field.startsWith('$') && !field.includes('\0')) return;
  throw refused(`${option}.${field}`, field, 'the name of a field of the documents');
}

function refused(name: string, value: unknown, wanted: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_OPTION', `The option ${name} is ${describeValue(value)}; give ${wanted}.`);
}
