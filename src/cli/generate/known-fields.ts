import type { Field } from './field.js';
import type { KnownClass } from './workspace.js';

/** Fields of a class that is there; the sample is guessed from the validators. */
export function fieldsOf({ properties }: Pick<KnownClass, 'properties'>): readonly Field[] {
  return [...properties].map(([name, { type = 'string', isOptional, decorators }]) => {
    return { name, type, isOptional, decorators, sample: guess(type, decorators) };
  });
}

function guess(type: string, decorators: readonly string[]): string {
  if (type.endsWith('[]')) return '[]';
  const literal = /^(['"])(?:(?!\1).)*\1/.exec(type)?.[0];
  if (literal !== undefined) return literal;
  const has = (name: string) => decorators.some((decorator) => decorator.startsWith(`${name}(`));
  const word = /IsIn\(\[\s*('[^']*'|"[^"]*")/.exec(decorators.join(' '))?.[1];
  if (word !== undefined) return word;
  if (type === 'number') return '7';
  if (type === 'boolean') return 'true';
  if (type === 'Date') return `new Date('2026-01-31')`;
  if (has('IsUUID')) return `'0f8fad5b-d9cb-469f-a165-70867728950e'`;
  if (has('IsEmail')) return `'ada@example.com'`;
  if (has('IsUrl')) return `'https://example.com'`;
  if (has('IsISO8601') || has('IsDateString')) return `'2026-01-31'`;
  return `'text'`;
}
