import { describeValue, InvalidArgumentError } from '../../../errors/index.js';
import type { EventFilter, ReadPageOptions } from '../../../event-store/index.js';

/** @throws InvalidArgumentError */
export function checkReadPage(options: ReadPageOptions): void {
  const { after, maxCount } = options;
  if (!Number.isSafeInteger(after) || after < -1) throw refused('after', after, 'a whole number from -1 to 2^53 - 1');
  if (!Number.isSafeInteger(maxCount) || maxCount < 1) {
    throw refused('maxCount', maxCount, 'a whole number from 1 to 2^53 - 1');
  }
  checkEventFilter(options);
}

/** @throws InvalidArgumentError */
export function checkEventFilter({ types, streams }: EventFilter): void {
  checkStrings('types', types);
  checkStrings('streams', streams);
}

/** @throws InvalidArgumentError */
export function checkStrings(name: string, values: unknown): void {
  if (values === undefined) return;
  if (!Array.isArray(values)) throw refused(name, values, 'an array of strings');
  for (const value of values as unknown[]) {
    if (typeof value !== 'string') throw refused(name, value, 'an array of strings');
  }
}

function refused(name: string, value: unknown, wanted: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_OPTION', `The option ${name} is ${describeValue(value)}; give ${wanted}.`);
}
