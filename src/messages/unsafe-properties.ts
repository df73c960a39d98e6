import type { ValidationIssue } from '../errors/index.js';
import { joinPath } from './property-path.js';

const maximumDepth = 100;

/**
 * Finds what class-transformer would leave out without a word, or stumble over: properties named as JavaScript's own
 * (`constructor`, `__proto__`, `toString`), and data that is too deep or holds itself.
 */
export function unsafeProperties(value: unknown, path = '', depth = 0): readonly ValidationIssue[] {
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) return [];
  if (depth > maximumDepth) {
    return [{ path, messages: [`it is more than ${String(maximumDepth)} levels deep, or holds itself`] }];
  }
  return Object.entries(value).flatMap(([name, element]) => {
    const place = joinPath(path, name);
    if (!isReserved(name)) return unsafeProperties(element, place, depth + 1);
    return [{ path: place, messages: [`the property name ${name} belongs to JavaScript; use another`] }];
  });
}

function isReserved(name: string): boolean {
  return name === '__proto__' || typeof Reflect.get(Object.prototype, name) === 'function';
}
