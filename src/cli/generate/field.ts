import { describeValue } from '../../errors/index.js';
import { CliError, exitCodes } from '../cli-error.js';
import { requireFieldName } from './names.js';

/** A property of a message, as `name:type` says it. */
export interface Field {
  readonly name: string;
  /** Its type in TypeScript. */
  readonly type: string;
  readonly isOptional: boolean;
  /** Its decorators, without `@`. */
  readonly decorators: readonly string[];
  /** A value that fits, as code. */
  readonly sample: string;
}

interface FieldType {
  readonly type: string;
  readonly validator: string;
  readonly sample: string;
}

const fieldTypes: Readonly<Record<string, FieldType>> = {
  string: { type: 'string', validator: 'IsString', sample: `'text'` },
  int: { type: 'number', validator: 'IsInt', sample: '7' },
  number: { type: 'number', validator: 'IsNumber', sample: '7.5' },
  boolean: { type: 'boolean', validator: 'IsBoolean', sample: 'true' },
  date: { type: 'Date', validator: 'IsDate', sample: `new Date('2026-01-31')` },
  uuid: { type: 'string', validator: 'IsUUID', sample: `'0f8fad5b-d9cb-469f-a165-70867728950e'` },
  email: { type: 'string', validator: 'IsEmail', sample: `'ada@example.com'` },
  url: { type: 'string', validator: 'IsUrl', sample: `'https://example.com'` },
};

const aliases: Readonly<Record<string, string>> = {
  text: 'string',
  str: 'string',
  integer: 'int',
  float: 'number',
  bool: 'boolean',
  datetime: 'date',
};

/** How the types are told in help and errors. */
export const knownFieldTypes = `${Object.keys(fieldTypes).join(', ')}, one of several words a|b|c; type[] for a list, name?:type for an optional field`;

/** Reads `name:type`; the type is string where none is given. @throws CliError INVALID_FIELD, INVALID_NAME */
export function parseField(text: string): Field {
  const [, given = '', optional = '', , wanted = 'string'] = /^([^:?]*)(\?)?(:(.*))?$/s.exec(text) ?? [];
  const name = requireFieldName(given);
  const isList = wanted.endsWith('[]');
  const one = isList ? wanted.slice(0, -2) : wanted;
  const { type, decorators, sample } = one.includes('|') ? wordsType(text, one, isList) : simpleType(text, one, isList);
  const isOptional = optional !== '';
  return {
    name,
    type: isList ? `${type.includes('|') ? `(${type})` : type}[]` : type,
    isOptional,
    decorators: [...(isOptional ? ['IsOptional()'] : []), ...(isList ? ['IsArray()'] : []), ...decorators],
    sample: isList ? `[${sample}]` : sample,
  };
}

/** @throws CliError INVALID_FIELD when two have one name */
export function parseFields(texts: readonly string[]): readonly Field[] {
  const fields = texts.map(parseField);
  const twice = fields.find(({ name }, index) => fields.findIndex((field) => field.name === name) !== index);
  if (twice !== undefined) {
    throw new CliError('INVALID_FIELD', `The field ${twice.name} is given twice. Leave one out.`, exitCodes.usage);
  }
  return fields;
}

type Typed = Pick<Field, 'type' | 'decorators' | 'sample'>;

function simpleType(text: string, given: string, isList: boolean): Typed {
  const wanted = given.toLowerCase();
  const name = Object.hasOwn(aliases, wanted) ? (aliases[wanted] ?? wanted) : wanted;
  const found = Object.hasOwn(fieldTypes, name) ? fieldTypes[name] : undefined;
  if (found === undefined) {
    throw new CliError(
      'INVALID_FIELD',
      `The field ${describeValue(text)} has no type that is known. The types are: ${knownFieldTypes}.`,
      exitCodes.usage,
    );
  }
  const transform = found.type === 'Date' ? ['Type(() => Date)'] : [];
  return { type: found.type, decorators: [...transform, call(found.validator, isList)], sample: found.sample };
}

/** Some validators take options of their own before those of every validator. */
function call(validator: string, isList: boolean): string {
  if (!isList) return `${validator}()`;
  const before: Readonly<Record<string, string>> = {
    IsNumber: '{}, ',
    IsUUID: 'undefined, ',
    IsEmail: '{}, ',
    IsUrl: '{}, ',
  };
  return `${validator}(${before[validator] ?? ''}{ each: true })`;
}

function wordsType(text: string, given: string, isList: boolean): Typed {
  const words = given.split('|').map((word) => word.trim());
  if (!words.every((word) => /^[A-Za-z][\w-]{0,59}$/.test(word)) || new Set(words).size !== words.length) {
    throw new CliError(
      'INVALID_FIELD',
      `The field ${describeValue(text)} does not name its words well. Write them as status:open|closed, each once.`,
      exitCodes.usage,
    );
  }
  const all = words.map((word) => `'${word}'`);
  const each = isList ? ', { each: true }' : '';
  return { type: all.join(' | '), decorators: [`IsIn([${all.join(', ')}]${each})`], sample: all[0] ?? '' };
}
