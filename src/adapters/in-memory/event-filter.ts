import { describeValue, InvalidArgumentError } from '../../errors/index.js';
import type { EventFilter, ReadPageOptions } from '../../event-store/index.js';
import type { StoredEvent } from './stored-event.js';

/** Makes the test that a filter stands for. @throws InvalidArgumentError */
export function eventFilter({ types, streams }: EventFilter): (event: StoredEvent) => boolean {
  const wantedTypes = types === undefined ? undefined : checkStrings('types', types);
  const wantedStreams = streams === undefined ? undefined : checkStrings('streams', streams);
  return ({ type, streamId }) => (wantedTypes?.has(type) ?? true) && (wantedStreams?.has(streamId) ?? true);
}

/** @throws InvalidArgumentError */
export function checkReadPage({ after, maxCount }: ReadPageOptions): void {
  if (!Number.isSafeInteger(after) || after < -1) throw refused('after', after, 'a whole number from -1 to 2^53 - 1');
  if (!Number.isSafeInteger(maxCount) || maxCount < 1)
    throw refused('maxCount', maxCount, 'a whole number from 1 to 2^53 - 1');
}

function checkStrings(name: string, values: unknown): ReadonlySet<string> {
  if (!Array.isArray(values)) throw refused(name, values, 'an array of strings');
  const odd = values.findIndex((value: unknown) => typeof value !== 'string');
  if (odd >= 0) throw refused(`${name}[${String(odd)}]`, values[odd], 'a string');
  return new Set(values as string[]);
}

function refused(name: string, value: unknown, wanted: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_OPTION', `The option ${name} is ${describeValue(value)}; give ${wanted}.`);
}
