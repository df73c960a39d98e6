import { describeValue, UnstorableDataError } from '../errors/index.js';

const maximumDepth = 100;

/** A copy that nobody else holds, and how many bytes it takes as BSON. */
export interface StorableCopy<T> {
  readonly copy: T;
  readonly bytes: number;
}

/**
 * Copies plain data, leaving out properties that are `undefined`, and refuses at once whatever would not come back from
 * the database exactly as it went in.
 *
 * Data is objects, arrays, well-formed strings, numbers, booleans, null and valid Dates, at most 100 levels deep.
 *
 * @param path where the value stands, for the error
 * @throws UnstorableDataError with the path of what was refused
 * @see https://bsonspec.org/spec.html for the sizes
 */
export function copyStorable<T>(value: T, path: string): StorableCopy<T> {
  let bytes = 0;

  const refuse = (at: string, reason: string, cause?: unknown): never => {
    throw new UnstorableDataError(at, reason, cause === undefined ? undefined : { cause });
  };

  const copyValue = (current: unknown, at: string, depth: number): unknown => {
    switch (typeof current) {
      case 'string':
        if (!current.isWellFormed()) refuse(at, 'the text holds half a surrogate pair');
        bytes += 5 + Buffer.byteLength(current);
        return current;
      case 'number':
        bytes += 8;
        return current;
      case 'boolean':
        bytes += 1;
        return current;
      case 'object':
        break;
      default:
        return refuse(at, `${describeValue(current)} is not data`);
    }
    if (current === null) return null;
    if (current instanceof Date) {
      if (Number.isNaN(current.getTime())) refuse(at, 'the Date is not valid');
      bytes += 8;
      return new Date(current.getTime());
    }
    if (depth > maximumDepth) refuse(at, `it is more than ${String(maximumDepth)} levels deep, or holds itself`);
    bytes += 5;
    return Array.isArray(current) ? copyArray(current, at, depth) : copyObject(current, at, depth);
  };

  const copyArray = (array: readonly unknown[], at: string, depth: number): unknown[] =>
    Array.from({ length: array.length }, (_, index) => {
      bytes += 2 + String(index).length;
      const elementPath = `${at}[${String(index)}]`;
      const element = read(array, index, elementPath);
      if (element === undefined) refuse(elementPath, 'undefined in an array would come back as null');
      return copyValue(element, elementPath, depth + 1);
    });

  const copyObject = (object: object, at: string, depth: number): object => {
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype !== Object.prototype && prototype !== null) {
      refuse(at, 'an instance of a class is not plain data; store its properties instead');
    }
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(object)) {
      const keyPath = `${at}.${key}`;
      const element = read(object, key, keyPath);
      if (element === undefined) continue;
      if (key === '_bsontype') refuse(keyPath, `the property name '_bsontype' belongs to the database driver`);
      if (key === '__proto__') refuse(keyPath, `the property name '__proto__' is not safe to read back`);
      if (key.includes('\0') || !key.isWellFormed())
        refuse(keyPath, 'its name holds a character that cannot be stored');
      bytes += 2 + Buffer.byteLength(key);
      copy[key] = copyValue(element, keyPath, depth + 1);
    }
    if ('$ref' in copy && '$id' in copy) refuse(at, `'$ref' beside '$id' would come back as a database reference`);
    return copy;
  };

  const read = (object: object, key: string | number, at: string): unknown => {
    try {
      return (object as Record<string | number, unknown>)[key];
    } catch (cause) {
      return refuse(at, 'reading it throws', cause);
    }
  };

  return { copy: copyValue(value, path, 0) as T, bytes };
}
