import { v7 as uuidv7 } from 'uuid';
import { describeValue, InvalidArgumentError, UnstorableDataError } from '../errors/index.js';
import { eventTypeOf, isEventType, serializeEvent, validateEvent } from '../messages/index.js';
import type { AppendOptions } from './event-store.js';
import { checkExpectedStreamVersion, type ExpectedStreamVersion } from './expected-stream-version.js';
import type { EventLiteral, NewEvent } from './new-event.js';
import type { EventMetadata } from './recorded-event.js';
import { checkOptions } from './read-options.js';
import { copyStorable, maximumBytes } from './storable-data.js';
import { checkStreamId } from './stream-id.js';

const envelopeBytesPerEvent = 128;

/** An event that is checked, copied and has its id. */
export interface PreparedEvent {
  readonly eventId: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: EventMetadata;
}

/** An append that an adapter can store as it is. */
export interface PreparedAppend {
  readonly streamId: string;
  readonly expected: ExpectedStreamVersion;
  readonly events: readonly PreparedEvent[];
  /** About what the events take as BSON. */
  readonly bytes: number;
}

/**
 * Checks and copies everything an append is given, before anything is stored.
 *
 * @throws InvalidArgumentError, UnstorableDataError, ValidationError
 */
export function prepareAppend(streamId: unknown, events: unknown, options?: AppendOptions): PreparedAppend {
  const checkedStreamId = checkStreamId(streamId);
  const expected = checkExpectedStreamVersion(checkOptions(options).expectedStreamVersion);
  if (!Array.isArray(events) || events.length === 0) {
    throw new InvalidArgumentError(
      'NO_EVENTS',
      `An append to stream '${checkedStreamId}' needs an array of at least one event, but got ` +
        `${Array.isArray(events) ? 'an empty array' : describeValue(events)}.`,
    );
  }
  let bytes = 0;
  const prepared = events.map((event: unknown, index) => {
    const result = prepareEvent(event as NewEvent, `events[${String(index)}]`);
    bytes += result.bytes;
    if (bytes > maximumBytes) {
      throw new UnstorableDataError(
        `events[${String(index)}]`,
        `the append takes more than ${String(maximumBytes)} bytes; keep large content elsewhere and its address here`,
      );
    }
    return result.event;
  });
  const ids = new Set(prepared.map(({ eventId }) => eventId));
  if (ids.size < prepared.length) {
    throw new InvalidArgumentError(
      'INVALID_EVENT',
      `Two events of the append to '${checkedStreamId}' have the same eventId.`,
    );
  }
  return { streamId: checkedStreamId, expected, events: prepared, bytes };
}

function prepareEvent(event: NewEvent, path: string): { event: PreparedEvent; bytes: number } {
  const { type, data = {}, metadata = {}, eventId = uuidv7() } = readLiteral(event, path);
  if (!isEventType(type)) {
    throw invalid(
      `${path}.type`,
      `${describeValue(type)} is not an event type; use dotted lower-case words, as 'order.placed'`,
    );
  }
  if (!isEventId(eventId)) {
    throw invalid(`${path}.eventId`, `${describeValue(eventId)} is not an event id; give 1 to 128 characters, or none`);
  }
  if (!isPlainContainer(data)) throw invalid(`${path}.data`, `${describeValue(data)} is not an object of data`);
  if (!isPlainContainer(metadata))
    throw invalid(`${path}.metadata`, `${describeValue(metadata)} is not an object of metadata`);
  const dataCopy = copyStorable(data, `${path}.data`);
  const metadataCopy = copyStorable(metadata, `${path}.metadata`);
  return {
    event: { eventId, type, data: dataCopy.copy as Record<string, unknown>, metadata: metadataCopy.copy },
    bytes:
      dataCopy.bytes +
      metadataCopy.bytes +
      envelopeBytesPerEvent +
      Buffer.byteLength(type) +
      Buffer.byteLength(eventId),
  };
}

/** Reads each property once: a getter may throw, or answer differently the next time. */
function readLiteral(event: NewEvent, path: string): EventLiteral {
  const literal = asLiteral(event, path);
  try {
    const { type, data, metadata, eventId } = literal;
    return {
      type,
      ...(data !== undefined && { data }),
      ...(metadata !== undefined && { metadata }),
      ...(eventId !== undefined && { eventId }),
    };
  } catch (cause) {
    throw invalid(path, 'reading it throws', cause);
  }
}

function asLiteral(event: unknown, path: string): EventLiteral {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw invalid(
      path,
      `${describeValue(event)} is not an event; give { type, data } or an instance of an @Event class`,
    );
  }
  if (eventTypeOf(event.constructor) === undefined) return event as EventLiteral;
  validateEvent(event);
  return serializeEvent(event);
}

function isEventId(value: unknown): value is string {
  return (
    typeof value === 'string' && value !== '' && value.length <= 128 && value.isWellFormed() && !value.includes('\0')
  );
}

function isPlainContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function invalid(path: string, reason: string, cause?: unknown): InvalidArgumentError {
  const message = `${path}: ${reason}. Nothing was stored.`;
  return new InvalidArgumentError('INVALID_EVENT', message, cause === undefined ? undefined : { cause });
}
