import { describeValue, InvalidArgumentError } from '../errors/index.js';
import type { ListStreamsOptions, ReadStreamOptions } from './event-store.js';

/** {@link ReadStreamOptions} with every default filled in. */
export interface CheckedReadStream {
  readonly from: number;
  readonly to: number;
  readonly asOf: Date | undefined;
  readonly backwards: boolean;
  readonly maxCount: number;
}

/** @throws InvalidArgumentError */
export function checkReadStream(given?: ReadStreamOptions): CheckedReadStream {
  const options = checkOptions(given);
  return {
    from: wholeNumber('from', options.from, 0, 0),
    to: wholeNumber('to', options.to, 0, Number.MAX_SAFE_INTEGER),
    asOf: checkMoment('asOf', options.asOf),
    backwards: isBackwards(options.direction),
    maxCount: wholeNumber('maxCount', options.maxCount, 0, Number.MAX_SAFE_INTEGER),
  };
}

/** @throws InvalidArgumentError */
export function checkListStreams(given?: ListStreamsOptions): {
  prefix: string;
  after: string;
  maxCount: number;
} {
  const options = checkOptions(given);
  return {
    prefix: text('prefix', options.prefix),
    after: text('after', options.after),
    maxCount: wholeNumber('maxCount', options.maxCount, 0, Number.MAX_SAFE_INTEGER),
  };
}

/** @throws InvalidArgumentError */
export function isBackwards(direction: unknown): boolean {
  if (direction === undefined || direction === 'forwards') return false;
  if (direction === 'backwards') return true;
  throw refused('direction', direction, `'forwards' or 'backwards'`);
}

/** @throws InvalidArgumentError when the values are no array of strings */
export function checkStrings(name: string, values: unknown): readonly string[] {
  if (!Array.isArray(values)) throw refused(name, values, 'an array of strings');
  const odd = values.findIndex((value: unknown) => typeof value !== 'string');
  if (odd >= 0) throw refused(`${name}[${String(odd)}]`, values[odd], 'a string');
  return values as string[];
}

/** A whole number that may be left out. @throws InvalidArgumentError */
export function wholeNumber(name: string, value: unknown, minimum: number, byDefault: number): number {
  return value === undefined ? byDefault : requireWholeNumber(name, value, minimum);
}

/** What a call was given as options, none as an empty object. @throws InvalidArgumentError */
export function checkOptions<Options extends object>(options: Options | undefined): Partial<Options> {
  if (options === undefined) return {};
  const given: unknown = options;
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  throw new InvalidArgumentError(
    'INVALID_OPTION',
    `The options are ${describeValue(given)}; give an object, or nothing.`,
  );
}

/** @throws InvalidArgumentError */
export function requireWholeNumber(name: string, value: unknown, minimum: number, maximum?: number): number {
  const isWhole = typeof value === 'number' && Number.isSafeInteger(value);
  if (isWhole && value >= minimum && value <= (maximum ?? value)) return value;
  throw refused(name, value, `a whole number from ${String(minimum)} to ${String(maximum ?? '2^53 - 1')}`);
}

/** A copy of an optional moment, which the caller cannot change. @throws InvalidArgumentError */
export function checkMoment(name: string, value: unknown): Date | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return new Date(value);
  throw refused(name, value, 'a valid Date');
}

function text(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  throw refused(name, value, 'a string');
}

/** The error for an option that has the wrong kind of value; `wanted` says what to give instead. */
export function refused(name: string, value: unknown, wanted: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_OPTION', `The option ${name} is ${describeValue(value)}; give ${wanted}.`);
}
