/** Says that a value is not made of plain data alone. */
export const notPlain = Symbol('not plain');

const maximumDepth = 100;

/** Property names that a copy leaves out: of the object itself, and of the objects within it. */
export interface LeftOut {
  readonly here: ReadonlySet<string>;
  readonly within: ReadonlySet<string>;
}

/**
 * Copies the properties of `source` into `target`, deeply, as class-transformer does where no rule says otherwise.
 *
 * @returns false when something in it is not plain data (objects, arrays, Dates and primitive values); `target` is then
 *   of no use
 */
export function copyProperties(source: object, target: object, leftOut: LeftOut, depth = 0): boolean {
  const from = source as Record<string, unknown>;
  const into = target as Record<string, unknown>;
  for (const name of Object.keys(source)) {
    if (leftOut.here.has(name)) continue;
    const value = from[name];
    if (typeof value === 'object' || typeof value === 'function') {
      const copy = copyValue(value, leftOut.within, depth + 1);
      if (copy === notPlain) return false;
      into[name] = copy;
    } else {
      into[name] = value;
    }
  }
  return true;
}

/** Copies one value; {@link notPlain} when something in it is not plain data. */
export function copyValue(value: unknown, leftOut: ReadonlySet<string>, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? notPlain : value;
  if (depth > maximumDepth) return notPlain;
  if (Array.isArray(value)) return copyArray(value, leftOut, depth);
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === Object.prototype || prototype === null) {
    const copy = {};
    return copyProperties(value, copy, { here: leftOut, within: leftOut }, depth) ? copy : notPlain;
  }
  return value instanceof Date ? new Date(value.valueOf()) : notPlain;
}

function copyArray(array: readonly unknown[], leftOut: ReadonlySet<string>, depth: number): unknown {
  const copy: unknown[] = [];
  for (let index = 0; index < array.length; index++) {
    if (!(index in array)) continue;
    const element = copyValue(array[index], leftOut, depth + 1);
    if (element === notPlain) return notPlain;
    copy.push(element);
  }
  return copy;
}
