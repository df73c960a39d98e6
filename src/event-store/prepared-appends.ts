import { describeValue, InvalidArgumentError } from '../errors/index.js';
import type { StreamAppend } from './event-store.js';
import { prepareAppend, type PreparedAppend } from './prepared-append.js';

/**
 * Checks and copies the parts of an append to several streams.
 *
 * @throws InvalidArgumentError, UnstorableDataError, ValidationError
 */
export function prepareAppends(appends: unknown): readonly PreparedAppend[] {
  if (!Array.isArray(appends) || appends.length === 0) {
    const given = Array.isArray(appends) ? 'an empty array' : describeValue(appends);
    throw new InvalidArgumentError(
      'NO_EVENTS',
      `appendToStreams needs an array of at least one append, but got ${given}.`,
    );
  }
  const prepared = appends.map((append: unknown, index) => {
    if (typeof append === 'object' && append !== null) {
      const { streamId, events, ...options } = readAppend(append as StreamAppend, index);
      return prepareAppend(streamId, events, options);
    }
    throw new InvalidArgumentError(
      'INVALID_OPTION',
      `appends[${String(index)}] is ${describeValue(append)}; give { streamId, events }.`,
    );
  });
  const streamId = firstRepeated(prepared.map((append) => append.streamId));
  if (streamId !== undefined) {
    throw new InvalidArgumentError(
      'INVALID_STREAM_ID',
      `appendToStreams names stream '${streamId}' twice; join its events.`,
    );
  }
  const eventId = firstRepeated(prepared.flatMap(({ events }) => events.map((event) => event.eventId)));
  if (eventId !== undefined) {
    throw new InvalidArgumentError('INVALID_EVENT', `Two events of one appendToStreams have the eventId '${eventId}'.`);
  }
  return prepared;
}

/** Reads each property once: a getter may throw, or answer differently the next time. */
function readAppend(append: StreamAppend, index: number): StreamAppend {
  try {
    return { ...append };
  } catch (cause) {
    const message = `Reading appends[${String(index)}] throws. Nothing was stored.`;
    throw new InvalidArgumentError('INVALID_OPTION', message, { cause });
  }
}

function firstRepeated(values: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return values.find((value) => seen.size === seen.add(value).size);
}
