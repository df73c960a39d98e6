import type { XesValue } from './xes-log.js';

const zone = /(Z|[+-]\d\d:?\d\d)$/i;

/** How the XML elements of the standard are read; `list` and `container` have no value of their own. */
const readers = new Map<string, (text: string) => XesValue | undefined>([
  ['string', (text) => text],
  ['id', (text) => text],
  ['date', readDate],
  ['int', readInteger],
  ['float', readNumber],
  ['boolean', readBoolean],
]);

/** Whether an element of this name is an attribute with a value. */
export function isXesType(name: string): boolean {
  return readers.has(name);
}

/** The typed value of an attribute; undefined where the text does not fit the type. */
export function readXesValue(type: string, text: string): XesValue | undefined {
  return readers.get(type)?.(text);
}

/** A date without a zone counts as UTC: the same log then reads the same on every machine. */
function readDate(text: string): Date | undefined {
  const trimmed = text.trim();
  const date = new Date(trimmed.includes('T') && !zone.test(trimmed) ? `${trimmed}Z` : trimmed);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** An integer past 2^53 stays a string of digits: it is an id more often than an amount, and never rounded. */
function readInteger(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?\d+$/.test(trimmed)) return undefined;
  const integer = Number(trimmed);
  return Number.isSafeInteger(integer) ? integer : trimmed;
}

function readNumber(text: string): number | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function readBoolean(text: string): boolean | undefined {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === 'true' || trimmed === '1') return true;
  if (trimmed === 'false' || trimmed === '0') return false;
  return undefined;
}
