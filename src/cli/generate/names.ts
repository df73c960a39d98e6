import { camelCase, kebabCase, noCase, pascalCase, snakeCase } from 'change-case';
import plur from 'plur';
import { describeValue } from '../../errors/index.js';
import { isEventType } from '../../messages/index.js';
import { CliError, exitCodes } from '../cli-error.js';

const longest = 60;

/** Names that mean something else in the files that are written, or everywhere. */
const taken = new Set([
  ...['Array', 'BigInt', 'Boolean', 'Date', 'Error', 'Function', 'Infinity', 'Map', 'Math', 'NaN', 'Number', 'Object'],
  ...['Promise', 'Proxy', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'WeakMap', 'WeakSet', 'Buffer', 'URL'],
  ...['Aggregate', 'AggregateId', 'AggregateRoot', 'Command', 'CommandHandler', 'Event', 'EventHandler', 'Process'],
  ...['ProcessManager', 'Projection', 'Query', 'QueryHandler', 'ReadModel', 'ReadModelReader', 'RecordedEvent'],
  ...['Subscriber', 'Type', 'Upcaster', 'Record', 'Partial', 'Readonly'],
]);

/** Names of files that Windows gives to devices. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** Properties that mean something else on every object. */
const unsafe = new Set(['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty']);

/** The name of a class, from a name in any case style: `open-account`, `open_account`, `OpenAccount`. @throws CliError INVALID_NAME */
export function requireClassName(name: string): string {
  const flaw = flawOf(name);
  if (flaw !== undefined) throw invalid(name, 'a class', flaw, 'OpenAccount or open-account');
  const result = /^[A-Z][A-Za-z0-9]*$/.test(name) ? name : pascalCase(name);
  if (taken.has(result)) throw invalid(name, 'a class', `${result} means something else already`, 'OpenAccount');
  if (devices.test(kebabOf(result))) throw invalid(name, 'a class', 'Windows keeps it for a device', 'OpenAccount');
  return result;
}

/** The name of a field, from a name in any case style. @throws CliError INVALID_NAME */
export function requireFieldName(name: string): string {
  const flaw = unsafe.has(name) ? 'it means something else on every object' : flawOf(name);
  if (flaw !== undefined) throw invalid(name, 'a field', flaw, 'owner or dueDate');
  return /^[a-z][A-Za-z0-9]*$/.test(name) ? name : camelCase(name);
}

/** The name of a folder of `src`. @throws CliError INVALID_NAME */
export function requireFolderName(name: string): string {
  const flaw = devices.test(name) ? 'Windows keeps it for a device' : flawOf(name);
  if (flaw !== undefined || name !== kebabCase(name)) {
    throw invalid(name, 'a folder of src', flaw ?? 'it is not in kebab case', 'accounts or order-lines');
  }
  return name;
}

/** A type to store a message by. @throws CliError INVALID_NAME */
export function requireStoredType(type: string): string {
  if (isEventType(type) && /^[a-z]\w*(\.\w+)+$/.test(type)) return type;
  throw invalid(type, 'a stored type', 'it is not of dotted words', 'parcel.given_back');
}

function flawOf(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > longest) return `it has ${String(name.length)} characters, and ${String(longest)} are the most`;
  if (!/^[A-Za-z][A-Za-z0-9]*([-_ ][A-Za-z0-9]+)*$/.test(name)) {
    return 'it is not of letters and digits, beginning with a letter';
  }
  return undefined;
}

function invalid(name: string, of: string, flaw: string, example: string): CliError {
  return new CliError(
    'INVALID_NAME',
    `${describeValue(name)} cannot be the name of ${of}: ${flaw}. Take one such as ${example}.`,
    exitCodes.usage,
  );
}

/** OpenAccount → open-account */
export function kebabOf(className: string): string {
  return kebabCase(className);
}

/** OpenAccount → openAccount */
export function camelOf(className: string): string {
  return camelCase(className);
}

/** OrderLine → order line */
export function wordsOf(className: string): string {
  return noCase(className);
}

/** OrderLine → order-lines */
export function folderOf(aggregate: string): string {
  const words = noCase(aggregate).split(' ');
  return [...words.slice(0, -1), plur(words.at(-1) ?? '')].join('-');
}

/**
 * The stored type of an event. It begins with the aggregate where the name says it (ParcelGivenBack → parcel.given_back,
 * Lost, of a Parcel → parcel.lost), else with what it is about: MoneyDeposited → money.deposited.
 */
export function eventTypeOf(className: string, aggregate: string): string {
  const words = noCase(className).split(' ');
  return typeOfAggregate(words, aggregate) ?? `${words.slice(0, -1).join('_')}.${words.at(-1) ?? ''}`;
}

/** The stored type of a command, in the same way: GiveParcelBack → parcel.give_back, DepositMoney → money.deposit. */
export function commandTypeOf(className: string, aggregate: string): string {
  const words = noCase(className).split(' ');
  return typeOfAggregate(words, aggregate) ?? `${words.slice(1).join('_')}.${words[0] ?? ''}`;
}

function typeOfAggregate(words: readonly string[], aggregate: string): string | undefined {
  const own = noCase(aggregate).split(' ');
  const start = words.findIndex((_, index) => own.every((word, offset) => words[index + offset] === word));
  const rest = start < 0 ? words : words.toSpliced(start, own.length);
  if (start < 0 && words.length > 1) return undefined;
  return `${own.join('_')}.${(rest.length === 0 ? words : rest).join('_')}`;
}

/** The name of an aggregate, a process manager or a subscriber in the store: OrderLine → order_line. */
export function storedNameOf(className: string): string {
  return snakeCase(className);
}
