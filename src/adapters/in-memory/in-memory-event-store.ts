import {
  checkEventQuery,
  checkListStreams,
  checkReadAll,
  checkReadPage,
  checkReadStream,
  checkStreamId,
  checkStrings,
  foldStream,
  prepareAppend,
  prepareAppends,
  type AggregateStreamOptions,
  type AppendOptions,
  type AppendResult,
  type EventLog,
  type EventPage,
  type EventQuery,
  type EventQueryPage,
  type EventStore,
  type ListStreamsOptions,
  type NewEvent,
  type ReadAllOptions,
  type ReadPageOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type StreamAppend,
  type StreamInfo,
} from '../../event-store/index.js';
import { eventFilter } from './event-filter.js';
import { InMemoryLog } from './in-memory-log.js';
import { OpenState } from './open-state.js';
import { queryEvents } from './query-events.js';
import { toRecordedEvent, type StoredEvent } from './stored-event.js';
import { streamRange } from './stream-range.js';

const eventsPerPage = 1_000;

export interface InMemoryEventStoreOptions {
  /** The clock of `createdAt`; the system's by default. A step back is not followed. */
  readonly now?: () => Date;
}

/** Keeps the log of facts in this process's memory, with every promise of {@link EventStore}: for tests and prototypes. */
export class InMemoryEventStore implements EventStore, EventLog {
  readonly #log: InMemoryLog;
  readonly #openState = new OpenState();

  /** @param log the events of other stores to stand on; by default the store begins without events */
  constructor(options: InMemoryEventStoreOptions = {}, log: InMemoryLog = new InMemoryLog(options.now)) {
    this.#log = log;
  }

  async appendToStream(streamId: string, events: readonly NewEvent[], options?: AppendOptions): Promise<AppendResult> {
    this.#openState.check();
    const [stored = []] = this.#log.append([prepareAppend(streamId, events, options)]);
    return toResult(stored);
  }

  async appendToStreams(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]> {
    this.#openState.check();
    return this.#log.append(prepareAppends(appends)).map(toResult);
  }

  async readStream(streamId: string, options?: ReadStreamOptions): Promise<RecordedEvent[]> {
    return Array.from(this.#streamRange(streamId, options), toRecordedEvent);
  }

  async *iterateStream(streamId: string, options?: ReadStreamOptions): AsyncGenerator<RecordedEvent, void, undefined> {
    for (const event of this.#streamRange(streamId, options)) {
      this.#openState.check();
      yield toRecordedEvent(event);
    }
  }

  async *streamPages(streamId: string, options?: ReadStreamOptions): AsyncGenerator<RecordedEvent[], void, undefined> {
    let page: RecordedEvent[] = [];
    for (const event of this.#streamRange(streamId, options)) {
      page.push(toRecordedEvent(event));
      if (page.length < eventsPerPage) continue;
      yield page;
      this.#openState.check();
      page = [];
    }
    if (page.length > 0) yield page;
  }

  async *readAll(options: ReadAllOptions = {}): AsyncGenerator<RecordedEvent, void, undefined> {
    const { after, maxCount, ...filter } = checkReadAll(options);
    const isWanted = eventFilter(filter);
    let left = maxCount;
    for (let position = after + 1; left > 0; position++) {
      this.#openState.check();
      const event = this.#log.events[position];
      if (event === undefined) return;
      if (!isWanted(event)) continue;
      left--;
      yield toRecordedEvent(event);
    }
  }

  aggregateStream<State>(
    streamId: string,
    options: AggregateStreamOptions<State>,
  ): Promise<{ state: State; streamVersion: number }> {
    return foldStream(this, streamId, options);
  }

  async *listStreams(options?: ListStreamsOptions): AsyncGenerator<StreamInfo, void, undefined> {
    this.#openState.check();
    const { prefix, after, maxCount } = checkListStreams(options);
    let left = maxCount;
    for (const streamId of this.#log.streamIds(after, prefix)) {
      this.#openState.check();
      const info = toStreamInfo(this.#log.stream(streamId));
      if (info === null || left-- <= 0) return;
      yield info;
    }
  }

  async streamInfo(streamId: string): Promise<StreamInfo | null> {
    this.#openState.check();
    return toStreamInfo(this.#log.stream(checkStreamId(streamId)));
  }

  async queryEvents(query?: EventQuery): Promise<EventQueryPage> {
    this.#openState.check();
    return queryEvents(this.#log.events, checkEventQuery(query));
  }

  async headPosition(): Promise<number> {
    this.#openState.check();
    return this.#log.events.length - 1;
  }

  async readPage(options: ReadPageOptions): Promise<EventPage> {
    this.#openState.check();
    const { after, maxCount, ...filter } = checkReadPage(options);
    const isWanted = eventFilter(filter);
    const events: RecordedEvent[] = [];
    let position = after;
    for (let next = this.#log.events[position + 1]; next !== undefined; next = this.#log.events[position + 1]) {
      if (isWanted(next)) {
        if (events.length >= maxCount) break;
        events.push(toRecordedEvent(next));
      }
      position++;
    }
    return { events, position };
  }

  async findEvents(eventIds: readonly string[]): Promise<readonly RecordedEvent[]> {
    this.#openState.check();
    return [...new Set(checkStrings('eventIds', eventIds))]
      .map((eventId) => this.#log.event(eventId))
      .filter((event) => event !== undefined)
      .sort((left, right) => left.globalPosition - right.globalPosition)
      .map(toRecordedEvent);
  }

  onAppend(listener: () => void): () => void {
    return this.#log.onAppend(listener);
  }

  async close(): Promise<void> {
    this.#openState.close();
  }

  #streamRange(streamId: string, options: ReadStreamOptions | undefined): Iterable<StoredEvent> {
    this.#openState.check();
    return streamRange(this.#log.stream(checkStreamId(streamId)), checkReadStream(options));
  }
}

function toResult(append: readonly StoredEvent[]): AppendResult {
  const last = append.at(-1);
  return {
    streamId: last?.streamId ?? '',
    streamVersion: last?.streamPosition ?? -1,
    globalPosition: last?.globalPosition ?? -1,
    events: append.map(toRecordedEvent),
  };
}

function toStreamInfo(stream: readonly StoredEvent[]): StreamInfo | null {
  const first = stream[0];
  const last = stream.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    streamId: first.streamId,
    streamVersion: last.streamPosition,
    createdAt: new Date(first.append.storedAt),
    updatedAt: new Date(last.append.storedAt),
  };
}
