import { compareUtf8 } from './utf8-order.js';

/** Copies plain data, so that whoever gets the copy cannot change the original. */
export function copyValue<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value.getTime()) as T;
  if (Array.isArray(value)) return value.map(copyValue) as T;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, copyValue(element)])) as T;
}

/** The value at a dotted path; `undefined` where there is none. */
export function valueAt(document: object, path: string): unknown {
  let value: unknown = document;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The order in which MongoDB sorts values of different types; a missing value sorts as null. */
function rankOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'number') return 1;
  if (typeof value === 'string') return 2;
  if (typeof value === 'boolean') return 5;
  if (value instanceof Date) return 6;
  return Array.isArray(value) ? 4 : 3;
}

/**
 * Compares values as MongoDB sorts them: by type, then by value; objects by their entries in order; NaN first of the
 * numbers. (MongoDB sorts an array in a field by its smallest element; here it sorts by its elements in order.)
 */
export function compareValues(left: unknown, right: unknown): number {
  const difference = rankOf(left) - rankOf(right);
  if (difference !== 0) return difference;
  if (typeof left === 'number' && typeof right === 'number') return compareNumbers(left, right);
  if (typeof left === 'string' && typeof right === 'string') return compareUtf8(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  if (typeof left === 'object' && typeof right === 'object' && left !== null && right !== null) {
    return compareEntries(Object.entries(left), Object.entries(right));
  }
  return 0;
}

/** Tells whether MongoDB's `$eq` would find two values equal: types, values and the order of an object's fields. */
export function valuesEqual(left: unknown, right: unknown): boolean {
  return compareValues(left, right) === 0;
}

function compareNumbers(left: number, right: number): number {
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
  if (Number.isNaN(right)) return 1;
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareEntries(left: readonly [string, unknown][], right: readonly [string, unknown][]): number {
  for (const [index, [key, value]] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const difference = rankOf(value) - rankOf(other[1]) || compareUtf8(key, other[0]) || compareValues(value, other[1]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
