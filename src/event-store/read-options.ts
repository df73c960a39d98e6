import { describeValue, InvalidArgumentError } from '../errors/index.js';
import type { ListStreamsOptions, ReadAllOptions, ReadStreamOptions } from './event-store.js';

/** {@link ReadStreamOptions} with every default filled in. */
export interface CheckedReadStream {
  readonly from: number;
  readonly to: number;
  readonly asOf: Date | undefined;
  readonly backwards: boolean;
  readonly maxCount: number;
}

/** @throws InvalidArgumentError */
export function checkReadStream(options: ReadStreamOptions = {}): CheckedReadStream {
  const direction: unknown = options.direction ?? 'forwards';
  if (direction !== 'forwards' && direction !== 'backwards') {
    throw refused('direction', direction, `'forwards' or 'backwards'`);
  }
  if (options.asOf !== undefined && !(options.asOf instanceof Date && !Number.isNaN(options.asOf.getTime()))) {
    throw refused('asOf', options.asOf, 'a valid Date');
  }
  return {
    from: wholeNumber('from', options.from, 0, 0),
    to: wholeNumber('to', options.to, 0, Number.MAX_SAFE_INTEGER),
    asOf: options.asOf,
    backwards: direction === 'backwards',
    maxCount: wholeNumber('maxCount', options.maxCount, 0, Number.MAX_SAFE_INTEGER),
  };
}

/** @throws InvalidArgumentError */
export function checkReadAll(options: ReadAllOptions = {}): { after: number; maxCount: number } {
  return {
    after: wholeNumber('after', options.after, -1, -1),
    maxCount: wholeNumber('maxCount', options.maxCount, 0, Number.MAX_SAFE_INTEGER),
  };
}

/** @throws InvalidArgumentError */
export function checkListStreams(options: ListStreamsOptions = {}): {
  prefix: string;
  after: string;
  maxCount: number;
} {
  return {
    prefix: text('prefix', options.prefix),
    after: text('after', options.after),
    maxCount: wholeNumber('maxCount', options.maxCount, 0, Number.MAX_SAFE_INTEGER),
  };
}

function wholeNumber(name: string, value: unknown, minimum: number, byDefault: number): number {
  if (value === undefined) return byDefault;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum) return value;
  throw refused(name, value, `a whole number from ${String(minimum)} to 2^53 - 1`);
}

function text(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  throw refused(name, value, 'a string');
}

function refused(name: string, value: unknown, wanted: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_OPTION', `The option ${name} is ${describeValue(value)}; give ${wanted}.`);
}
