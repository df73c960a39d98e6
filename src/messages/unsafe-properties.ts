import type { ValidationIssue } from '../errors/index.js';
import { joinPath } from './property-path.js';

const maximumDepth = 100;
const none: readonly ValidationIssue[] = [];

/**
 * Finds what class-transformer would leave out without a word, or stumble over: properties named as JavaScript's own
 * (`constructor`, `__proto__`, `toString`), and data that is too deep or holds itself.
 */
export function unsafeProperties(value: unknown, path = '', depth = 0): readonly ValidationIssue[] {
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) return none;
  if (depth > maximumDepth) {
    return [{ path, messages: [`it is more than ${String(maximumDepth)} levels deep, or holds itself`] }];
  }
  let issues = none;
  for (const name of Object.keys(value)) {
    if (reservedNames.has(name)) {
      const message = `the property name ${name} belongs to JavaScript; use another`;
      issues = [...issues, { path: joinPath(path, name), messages: [message] }];
      continue;
    }
    const element = (value as Record<string, unknown>)[name];
    if (typeof element !== 'object' || element === null) continue;
    const inner = unsafeProperties(element, joinPath(path, name), depth + 1);
    if (inner.length > 0) issues = [...issues, ...inner];
  }
  return issues;
}

const reservedNames: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(Object.prototype).filter(
    (name) => name === '__proto__' || typeof Reflect.get(Object.prototype, name) === 'function',
  ),
);
