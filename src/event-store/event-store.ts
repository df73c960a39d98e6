import type { EventQuery, EventQueryPage } from './event-query.js';
import type { ExpectedStreamVersion } from './expected-stream-version.js';
import type { NewEvent } from './new-event.js';
import type { RecordedEvent } from './recorded-event.js';

export interface AppendOptions {
  /** What the stream must be at; `'any'` by default. */
  readonly expectedStreamVersion?: ExpectedStreamVersion;
}

/** Where an append ended. */
export interface AppendResult {
  readonly streamId: string;
  /** The position of the stream's last event after this append. */
  readonly streamVersion: number;
  /** The global position of this append's last event. */
  readonly globalPosition: number;
  /** The events as they are stored, in order. */
  readonly events: readonly RecordedEvent[];
}

/** One stream's part of an append to several. */
export interface StreamAppend extends AppendOptions {
  readonly streamId: string;
  readonly events: readonly NewEvent[];
}

export interface ReadStreamOptions {
  /** The first stream position to read, inclusive; the stream's start by default. */
  readonly from?: number;
  /** The last stream position to read, inclusive; the stream's end by default. */
  readonly to?: number;
  /** Leaves out what was stored after this moment (by the database's clock). */
  readonly asOf?: Date;
  /** `'backwards'` begins at the newest; `from` and `to` stay the lower and upper ends. */
  readonly direction?: 'forwards' | 'backwards';
  /** At most so many events. */
  readonly maxCount?: number;
}

/** Which events of the whole log. */
export interface EventFilter {
  /**
   * Only these stored types, or patterns over their dotted words: `*` stands for one word, `**` for any number of words,
   * also none. `order.*` takes `order.placed`, `**.placed` takes `placed` and `shop.order.placed`.
   */
  readonly types?: readonly string[];
  /** Only these streams. */
  readonly streams?: readonly string[];
}

export interface ReadAllOptions extends EventFilter {
  /** Only events after this global position; -1, the start, by default. */
  readonly after?: number;
  /** At most so many events. */
  readonly maxCount?: number;
}

export interface AggregateStreamOptions<State> {
  readonly initialState: () => State;
  readonly evolve: (state: State, event: RecordedEvent) => State;
  /** Folds the stream as it was at this moment. */
  readonly asOf?: Date;
}

export interface StreamInfo {
  readonly streamId: string;
  /** The position of its last event. */
  readonly streamVersion: number;
  /** When its first event was stored. */
  readonly createdAt: Date;
  /** When its last event was stored. */
  readonly updatedAt: Date;
}

export interface ListStreamsOptions {
  /** Only streams whose id begins so. */
  readonly prefix?: string;
  /** Only streams whose id sorts after this one (by UTF-8 bytes): the key of the next page. */
  readonly after?: string;
  /** At most so many streams. */
  readonly maxCount?: number;
}

/**
 * The log of facts.
 *
 * - An append is whole or absent, and an acknowledged append is stored, once.
 * - A stream's positions count from 0 without gaps or doubles.
 * - `globalPosition` orders all events; the order by `createdAt` agrees with it.
 * - A reader in global order never skips an event, however late it commits.
 *
 * Every call checks its arguments before it does anything, and rejects with an `AnnalsError` only.
 */
export interface EventStore {
  /**
   * Appends one or more events to a stream, all or nothing.
   *
   * The events are copied at once: the caller may change its objects afterwards. Events with the ids of an earlier
   * append to the same stream are that append: its result is returned and nothing is stored again.
   *
   * @throws StreamVersionConflictError when the stream is not at `expectedStreamVersion`
   * @throws DuplicateEventIdError when an event id belongs to another append
   * @throws UnstorableDataError, ValidationError, InvalidArgumentError when an argument is refused
   * @throws AppendOutcomeUnknownError when the database stays away before the outcome is known
   */
  appendToStream(streamId: string, events: readonly NewEvent[], options?: AppendOptions): Promise<AppendResult>;

  /**
   * Appends to several streams, all or nothing; each stream may be named once. Slower than {@link appendToStream}.
   *
   * @returns one result for each stream, in the order given
   * @throws what {@link appendToStream} throws, for the first stream that fails
   */
  appendToStreams(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]>;

  /** Reads a stream in the order of its positions; a missing stream is `[]`. */
  readStream(streamId: string, options?: ReadStreamOptions): Promise<RecordedEvent[]>;

  /** Reads a stream like {@link readStream}, in constant memory. */
  iterateStream(streamId: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>;

  /** Reads all streams in global order, in constant memory, up to the head as it is when the reader gets there. */
  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent>;

  /** Folds a stream, in constant memory. `streamVersion` is the position of the last event folded, -1 for none. */
  aggregateStream<State>(
    streamId: string,
    options: AggregateStreamOptions<State>,
  ): Promise<{ state: State; streamVersion: number }>;

  /** Lists the streams, ordered by id (UTF-8 bytes). */
  listStreams(options?: ListStreamsOptions): AsyncIterable<StreamInfo>;

  /** Tells where a stream is; `null` when it has no events. */
  streamInfo(streamId: string): Promise<StreamInfo | null>;

  /**
   * Finds events for a tool or a person who looks into the log: newest first, a page at a time, with an index below.
   *
   * A page shows what is stored at that moment. Unlike {@link readAll} it does not wait for appends that are under way:
   * one of them may appear later at a lower position than events that were shown, and in a page that was read already. So
   * nothing that must see every event, such as a projection, may stand on it.
   *
   * @throws InvalidArgumentError when the query is refused
   */
  queryEvents(query?: EventQuery): Promise<EventQueryPage>;

  /** The global position of the last event, -1 when there is none. Every event up to it is visible. */
  headPosition(): Promise<number>;

  /** Finishes what is under way, then lets go of the database; later calls reject with `STORE_CLOSED`. Safe to repeat. */
  close(): Promise<void>;
}
