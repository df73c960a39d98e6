import { DuplicateEventIdError, StorageError, StreamVersionConflictError } from '../../errors/index.js';
import { meetsExpectation, type PreparedAppend } from '../../event-store/index.js';
import { firstIndexWhere } from './binary-search.js';
import { storeEvent, type StoredEvent } from './stored-event.js';
import { compareUtf8 } from './utf8-order.js';

/** The events themselves. Several stores may stand on one log, as several processes stand on one database. */
export class InMemoryLog {
  /** All events; the index is the global position. */
  readonly events: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #byId = new Map<string, StoredEvent>();
  readonly #listeners = new Set<() => void>();
  readonly #now: () => Date;
  #streamIds: readonly string[] | undefined;
  #latest = Number.NEGATIVE_INFINITY;

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  /** The events of a stream; the index is the stream position. */
  stream(streamId: string): readonly StoredEvent[] {
    return this.#streams.get(streamId) ?? [];
  }

  /** The ids of the streams after `after` that begin with `prefix`, ordered by their UTF-8 bytes. */
  *streamIds(after: string, prefix: string): Generator<string> {
    const ids = (this.#streamIds ??= [...this.#streams.keys()].sort(compareUtf8));
    const start = firstIndexWhere(ids, (id) => compareUtf8(id, after) > 0 && compareUtf8(id, prefix) >= 0);
    for (let index = start; index < ids.length; index++) {
      const id = ids[index];
      if (id?.startsWith(prefix) !== true) return;
      yield id;
    }
  }

  event(eventId: string): StoredEvent | undefined {
    return this.#byId.get(eventId);
  }

  /** Stores all appends, each to a stream of its own, or none. Those that are stored already are found instead. */
  append(appends: readonly PreparedAppend[]): (readonly StoredEvent[])[] {
    const earlier = appends.map((append) => this.#findEarlier(append));
    for (const [index, append] of appends.entries()) if (!earlier[index]) this.#checkVersion(append);
    if (earlier.every((events) => events !== undefined)) return earlier;

    const storedAt = this.#readClock();
    const stored = appends.map((append, index) => earlier[index] ?? this.#store(append, storedAt));
    for (const listener of this.#listeners) queueMicrotask(listener);
    return stored;
  }

  /** Calls back after an append; the result ends that. */
  onAppend(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  #findEarlier({ streamId, events }: PreparedAppend): readonly StoredEvent[] | undefined {
    const taken = events.map(({ eventId }) => this.#byId.get(eventId)).filter((event) => event !== undefined);
    const [first] = taken;
    if (first === undefined) return undefined;
    const { start, count } = first.append;
    const stored = this.events.slice(start, start + count);
    const isSame =
      first.streamId === streamId &&
      stored.length === events.length &&
      stored.every(({ eventId }, index) => eventId === events[index]?.eventId);
    if (isSame) return stored;
    const ids = taken.map(({ eventId }) => eventId);
    throw new DuplicateEventIdError(streamId, ids);
  }

  #checkVersion({ streamId, expected }: PreparedAppend): void {
    const actual = this.stream(streamId).length - 1;
    if (!meetsExpectation(expected, actual)) throw new StreamVersionConflictError(streamId, expected, actual);
  }

  /** @throws StorageError when the clock that the store was given tells no time */
  #readClock(): number {
    const now = this.#now().getTime();
    if (Number.isNaN(now))
      throw new StorageError('STORE_FAILED', 'The clock of the in-memory store gave an invalid Date.');
    return (this.#latest = Math.max(this.#latest, now));
  }

  #store({ streamId, events }: PreparedAppend, storedAt: number): readonly StoredEvent[] {
    let stream = this.#streams.get(streamId);
    if (stream === undefined) {
      this.#streams.set(streamId, (stream = []));
      this.#streamIds = undefined;
    }
    const append = { start: this.events.length, count: events.length, storedAt };
    for (const event of events) {
      const place = { streamId, streamPosition: stream.length, globalPosition: this.events.length, append };
      const stored = storeEvent(event, place);
      stream.push(stored);
      this.events.push(stored);
      this.#byId.set(stored.eventId, stored);
    }
    return this.events.slice(append.start);
  }
}
