import { types } from 'node:util';
import { describeValue, UnstorableDataError } from '../errors/index.js';

const maximumDepth = 100;

/** What one append may take as BSON; the rest of the database's 16 MiB is for its envelope. */
export const maximumBytes = 16 * 1024 * 1024 - 64 * 1024;

/** A copy that nobody else holds, and how many bytes it takes as BSON. */
export interface StorableCopy<T> {
  readonly copy: T;
  readonly bytes: number;
}

/**
 * Copies plain data, leaving out properties that are `undefined`, and refuses at once whatever would not come back from
 * the database exactly as it went in.
 *
 * Data is objects, arrays, well-formed strings, numbers, booleans, null and valid Dates, at most 100 levels deep and
 * 16 MB large.
 *
 * @param path where the value stands, for the error
 * @throws UnstorableDataError with the path of what was refused
 * @see https://bsonspec.org/spec.html for the sizes
 */
export function copyStorable<T>(value: T, path: string): StorableCopy<T> {
  const copier = new Copier(path);
  const copy = copier.copyValue(value, 0) as T;
  copier.checkSize();
  return { copy, bytes: copier.bytes };
}

/** Walks through one value; the keys on the way are only joined to a path for an error. */
class Copier {
  bytes = 0;
  readonly #keys: (string | number)[] = [];

  constructor(private readonly root: string) {}

  copyValue(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case 'string':
        if (!value.isWellFormed()) this.#refuse('the text holds half a surrogate pair');
        this.bytes += 5 + Buffer.byteLength(value);
        return value;
      case 'number':
        this.bytes += 8;
        return value;
      case 'boolean':
        this.bytes += 1;
        return value;
      case 'object':
        return value === null ? null : this.#copyContainer(value, depth);
      default:
        return this.#refuse(`${describeValue(value)} is not data`);
    }
  }

  checkSize(): void {
    if (this.bytes <= maximumBytes) return;
    this.#keys.length = 0;
    this.#refuse(`it takes more than ${String(maximumBytes)} bytes; keep large content elsewhere and its address here`);
  }

  #copyContainer(value: object, depth: number): object {
    if (types.isDate(value)) {
      if (Number.isNaN(value.getTime())) this.#refuse('the Date is not valid');
      this.bytes += 8;
      return new Date(value.getTime());
    }
    if (depth > maximumDepth) this.#refuse(`it is more than ${String(maximumDepth)} levels deep, or holds itself`);
    this.bytes += 5;
    // At once, and not when all is copied: a small value that holds another many times over may unfold without end.
    this.checkSize();
    return Array.isArray(value) ? this.#copyArray(value, depth) : this.#copyObject(value, depth);
  }

  #copyArray(array: readonly unknown[], depth: number): unknown[] {
    if (Object.keys(array).length > array.length) this.#refuse('an array with properties would come back without them');
    const copy: unknown[] = [];
    for (let index = 0; index < array.length; index++) {
      this.#keys.push(index);
      this.bytes += 2 + String(index).length;
      const element = this.#read(array, index);
      if (element === undefined) this.#refuse('undefined in an array would come back as null');
      copy.push(this.copyValue(element, depth + 1));
      this.#keys.pop();
    }
    return copy;
  }

  #copyObject(object: object, depth: number): object {
    if (!isPlain(object)) {
      this.#refuse('an instance of a class is not plain data; store its properties instead');
    }
    if (Object.getOwnPropertySymbols(object).length > 0) this.#refuse('a property whose name is a symbol is not data');
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(object)) {
      this.#keys.push(key);
      const element = this.#read(object, key);
      if (element !== undefined) {
        this.#checkKey(key);
        this.bytes += 2 + Buffer.byteLength(key);
        copy[key] = this.copyValue(element, depth + 1);
      }
      this.#keys.pop();
    }
    if ('$ref' in copy && '$id' in copy) this.#refuse(`'$ref' beside '$id' would come back as a database reference`);
    return copy;
  }

  #checkKey(key: string): void {
    if (key === '_bsontype') this.#refuse(`the property name '_bsontype' belongs to the database driver`);
    if (key === '__proto__') this.#refuse(`the property name '__proto__' is not safe to read back`);
    if (key.includes('\0') || !key.isWellFormed()) this.#refuse('its name holds a character that cannot be stored');
  }

  #read(container: object, key: string | number): unknown {
    try {
      return (container as Record<string | number, unknown>)[key];
    } catch (cause) {
      return this.#refuse('reading it throws', { cause });
    }
  }

  #refuse(reason: string, options?: { readonly cause: unknown }): never {
    const path = this.#keys.reduce<string>(
      (at, key) => (typeof key === 'number' ? `${at}[${String(key)}]` : `${at}.${key}`),
      this.root,
    );
    throw new UnstorableDataError(path, reason, options);
  }
}

/** Plain objects of other realms (structuredClone, vm) have an `Object.prototype` of their own. */
function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object) as object | null;
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}
