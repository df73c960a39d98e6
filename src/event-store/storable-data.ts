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
  const copy = copier.copy(value) as T;
  return { copy, bytes: copier.bytes };
}

/** Walks through one value; the keys on the way are only joined to a path for an error. */
class Copier {
  bytes = 0;
  readonly #keys: (string | number)[] = [];

  constructor(private readonly root: string) {}

  copy(value: unknown): unknown {
    try {
      const copy = this.#copyValue(value, 0);
      this.#checkSize();
      return copy;
    } catch (cause) {
      if (cause instanceof UnstorableDataError) throw cause;
      return this.#refuse('reading it throws', { cause }); // a getter or a proxy
    }
  }

  #copyValue(value: unknown, depth: number): unknown {
    // At once, and not when all is copied: a small value that holds another many times over may unfold without end.
    this.#checkSize();
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

  #checkSize(): void {
    if (this.bytes <= maximumBytes) return;
    this.#keys.length = 0;
    this.#refuse(`it takes more than ${String(maximumBytes)} bytes; keep large content elsewhere and its address here`);
  }

  #copyContainer(value: object, depth: number): object {
    if (types.isDate(value)) return this.#copyDate(value);
    if (depth > maximumDepth) this.#refuse(`it is more than ${String(maximumDepth)} levels deep, or holds itself`);
    this.bytes += 5;
    return Array.isArray(value) ? this.#copyArray(value, depth) : this.#copyObject(value, depth);
  }

  #copyDate(date: Date): Date {
    const time = Date.prototype.getTime.call(date);
    if (Number.isNaN(time)) this.#refuse('the Date is not valid');
    if (Object.keys(date).length > 0) this.#refuse('a Date with properties would come back without them');
    this.bytes += 8;
    return new Date(time);
  }

  #copyArray(array: readonly unknown[], depth: number): unknown[] {
    if (!isPlainArray(array)) this.#refuse('an instance of a class is not plain data; store its elements instead');
    // One of its own names is its length.
    if (Reflect.ownKeys(array).length > array.length + 1) {
      this.#refuse('an array with properties would come back without them');
    }
    const copy: unknown[] = [];
    for (let index = 0; index < array.length; index++) {
      this.#keys.push(index);
      this.bytes += 2 + String(index).length;
      const element = array[index];
      if (element === undefined) this.#refuse('undefined in an array would come back as null');
      copy.push(this.#copyValue(element, depth + 1));
      this.#keys.pop();
    }
    return copy;
  }

  #copyObject(object: object, depth: number): object {
    if (!isPlainObject(object)) {
      this.#refuse('an instance of a class is not plain data; store its properties instead');
    }
    if (Object.getOwnPropertySymbols(object).length > 0) this.#refuse('a property whose name is a symbol is not data');
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(object)) {
      this.#keys.push(key);
      const element = (object as Record<string, unknown>)[key];
      if (element !== undefined) {
        this.#checkKey(key);
        this.bytes += 2 + Buffer.byteLength(key);
        copy[key] = this.#copyValue(element, depth + 1);
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

  #refuse(reason: string, options?: { readonly cause: unknown }): never {
    const path = this.#keys.reduce<string>(
      (at, key) => (typeof key === 'number' ? `${at}[${String(key)}]` : `${at}.${key}`),
      this.root,
    );
    throw new UnstorableDataError(path, reason, options);
  }
}

/** Plain objects of other realms (structuredClone, vm) have an `Object.prototype` of their own. */
export function isPlainObject(object: object): boolean {
  const prototype = Object.getPrototypeOf(object) as object | null;
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

/** `Array.prototype` is an array itself, also that of another realm; the prototype of a class is none. */
function isPlainArray(array: readonly unknown[]): boolean {
  const prototype: unknown = Object.getPrototypeOf(array);
  return prototype === Array.prototype || Array.isArray(prototype);
}
