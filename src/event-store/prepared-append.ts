import { AnnalsError, describeValue, InvalidArgumentError, UnstorableDataError } from '../errors/index.js';
import { eventTypeOf, isEventType, serializeEvent, validateEvent, newId } from '../messages/index.js';
import type { AppendOptions } from './event-store.js';
import { checkExpectedStreamVersion, type ExpectedStreamVersion } from './expected-stream-version.js';
import type { EventLiteral } from './new-event.js';
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
  const expected = checkExpectedStreamVersion(readExpected(options));
  const prepared = prepareEvents(checkedStreamId, events);
  const ids = new Set(prepared.events.map(({ eventId }) => eventId));
  if (ids.size < prepared.events.length) {
    throw new InvalidArgumentError(
      'INVALID_EVENT',
      `Two events of the append to '${checkedStreamId}' have the same eventId.`,
    );
  }
  return { streamId: checkedStreamId, expected, ...prepared };
}

function prepareEvents(streamId: string, given: unknown): Pick<PreparedAppend, 'events' | 'bytes'> {
  const list = reading('events', () => (Array.isArray(given) && given.length > 0 ? (given as unknown[]) : undefined));
  if (list === undefined) {
    throw new InvalidArgumentError(
      'NO_EVENTS',
      `An append to stream '${streamId}' needs an array of at least one event, but got ` +
        `${Array.isArray(given) ? 'an empty array' : describeValue(given)}.`,
    );
  }
  const events: PreparedEvent[] = [];
  let bytes = 0;
  for (let index = 0; index < list.length; index++) {
    const path = `events[${String(index)}]`;
    const literal = reading(path, () => readLiteral(list[index], path));
    const prepared = prepareEvent(literal, path);
    bytes += prepared.bytes;
    if (bytes > maximumBytes) {
      throw new UnstorableDataError(
        path,
        `the append takes more than ${String(maximumBytes)} bytes; keep large content elsewhere and its address here`,
      );
    }
    events.push(prepared.event);
  }
  return { events, bytes };
}

function prepareEvent(literal: EventLiteral, path: string): { event: PreparedEvent; bytes: number } {
  const { type, data = {}, metadata = {}, eventId = newId() } = literal;
  if (!isEventType(type)) {
    throw invalid(
      `${path}.type`,
      `${describeValue(type)} is not an event type; use dotted lower-case words, as 'order.placed'`,
    );
  }
  if (!isEventId(eventId)) {
    throw invalid(`${path}.eventId`, `${describeValue(eventId)} is not an event id; give 1 to 128 characters, or none`);
  }
  checkContainer(data, `${path}.data`, 'an object of data');
  checkContainer(metadata, `${path}.metadata`, 'an object of metadata');
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

function readExpected(options: AppendOptions | undefined): unknown {
  const given = checkOptions(options);
  try {
    return given.expectedStreamVersion;
  } catch (cause) {
    throw new InvalidArgumentError('INVALID_OPTION', 'Reading the options throws. Nothing was stored.', { cause });
  }
}

/** Reads each property once: a getter may answer differently the next time. */
function readLiteral(event: unknown, path: string): EventLiteral {
  const { type, data, metadata, eventId } = asLiteral(event, path);
  return {
    type,
    ...(data !== undefined && { data }),
    ...(metadata !== undefined && { metadata }),
    ...(eventId !== undefined && { eventId }),
  };
}

/** Looks at what a caller gave: its getters and proxies may throw anything. */
function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (AnnalsError.is(cause)) throw cause;
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

function checkContainer(value: unknown, path: string, wanted: string): void {
  const isOne = reading(path, () => typeof value === 'object' && value !== null && !Array.isArray(value));
  if (!isOne || value instanceof Date) throw invalid(path, `${describeValue(value)} is not ${wanted}`);
}

function invalid(path: string, reason: string, cause?: unknown): InvalidArgumentError {
  const message = `${path}: ${reason}. Nothing was stored.`;
  return new InvalidArgumentError('INVALID_EVENT', message, cause === undefined ? undefined : { cause });
}
