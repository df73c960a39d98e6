import { types } from 'node:util';
import { describeValue, type ValidationIssue } from '../errors/index.js';
import { joinPath } from './property-path.js';
import { hasTransformerRule, hasTransformerRules } from './transformer-metadata.js';

/**
 * Finds what class-transformer would write as something else, and nobody would notice before the event is read: a Map
 * becomes `{}`, a function is called, a hole in an array is closed. A property with a rule of its own is left to that.
 *
 * @param type the class of which the properties are, or will be
 */
export function alteredValues(properties: object, type: object): readonly ValidationIssue[] {
  return alteredWithin(properties, type, '', 0);
}

const maximumDepth = 100;

function alteredWithin(container: object, type: object, path: string, depth: number): readonly ValidationIssue[] {
  if (depth > maximumDepth) return []; // which is refused elsewhere
  const reason = reasonOf(container);
  if (reason !== undefined) return [{ path, messages: [reason] }];
  let issues: readonly ValidationIssue[] = [];
  const isRuled = hasTransformerRules(type);
  for (const name of Object.keys(container)) {
    if (isRuled && hasTransformerRule(type, name)) continue;
    const value = (container as Record<string, unknown>)[name];
    const place = joinPath(path, name);
    if (typeof value === 'function') {
      issues = [...issues, { path: place, messages: [`${describeValue(value)} is not data`] }];
    } else if (typeof value === 'object' && value !== null) {
      const inner = alteredWithin(value, classOf(value), place, depth + 1);
      if (inner.length > 0) issues = [...issues, ...inner];
    }
  }
  return issues;
}

/** Objects without a prototype have no class. */
function classOf(value: { readonly constructor?: object }): object {
  return value.constructor ?? Object;
}

function reasonOf(container: object): string | undefined {
  if (Object.getOwnPropertySymbols(container).length > 0) return 'a property whose name is a symbol is not data';
  if (Array.isArray(container)) {
    return Object.keys(container).length === container.length
      ? undefined
      : 'an array with holes, or with properties of its own, would come back as another';
  }
  if (types.isMap(container) || types.isSet(container)) {
    return `${describeValue(container)} would be stored as {}; give a list of its entries, or write a @Transform`;
  }
  const isOdd = types.isRegExp(container) || types.isNativeError(container) || types.isBoxedPrimitive(container);
  return isOdd ? `${describeValue(container)} would be stored as {}; give plain data` : undefined;
}
