import type { Field } from './field.js';
import type { SourceFile } from './source-file.js';

/** The code of a class with fields, such as an event. */
export function messageClass(
  heads: readonly string[],
  name: string,
  heritage: string,
  fields: readonly Field[],
): string {
  const members = fields.map((field) => `  ${propertyOf(field)}`);
  const body = members.length === 0 ? '{}' : `{\n${members.join('\n')}\n}`;
  return [...heads.map((head) => `@${head}`), `export class ${name}${heritage} ${body}`].join('\n');
}

/** The code of a property, with its decorators. */
export function propertyOf({ name, type, isOptional, decorators }: Field): string {
  return `${decorators.map((decorator) => `@${decorator}`).join(' ')} ${name}${isOptional ? '?' : '!'}: ${type};`;
}

/** Imports what the decorators of fields come from. */
export function importValidators(file: SourceFile, fields: readonly Field[]): void {
  const names = fields.flatMap(({ decorators }) => decorators.map((decorator) => decorator.replace(/\(.*$/s, '')));
  const validators = names.filter((name) => name !== 'Type' && name !== 'AggregateId');
  if (validators.length > 0) file.import('class-validator', ...validators);
  if (names.includes('Type')) file.import('class-transformer', 'Type');
  if (names.includes('AggregateId')) file.import('annals', 'AggregateId');
}

/** An object with a sample of each field, as code. */
export function sampleOf(fields: readonly Field[], more: readonly string[] = []): string {
  const all = [...more, ...fields.map(({ name, sample }) => `${name}: ${sample}`)];
  return all.length === 0 ? '{}' : `{ ${all.join(', ')} }`;
}

/** The object that a message's fields are handed on in: `{ grams: command.grams }`. */
export function handOn(from: string, fields: readonly Field[]): string {
  return fields.length === 0 ? '{}' : `{ ${fields.map(({ name }) => `${name}: ${from}.${name}`).join(', ')} }`;
}
