import type { EventLog, EventPage, ReadPageOptions } from './event-log.js';
import { checkEventQuery } from './event-query-options.js';
import type { EventQuery, EventQueryPage } from './event-query.js';
import type {
  AggregateStreamOptions,
  AppendOptions,
  AppendResult,
  EventFilter,
  EventStore,
  ListStreamsOptions,
  ReadAllOptions,
  ReadStreamOptions,
  StreamAppend,
  StreamInfo,
} from './event-store.js';
import type { NewEvent } from './new-event.js';
import { readOn } from './read-on.js';
import type { RecordedEvent } from './recorded-event.js';
import { selectTypes, type TypeSelection } from './type-pattern.js';
import type { Upcasting } from './upcasting.js';

/**
 * A store that gives events as they are today, on every path.
 *
 * - The types of a filter are those of today; so a read with one also goes over all events that have upcasters.
 * - `maxCount` counts stored events, without those of which nothing is left: one that becomes several counts once and is
 *   not cut. A page counts what it has read: it may hold no event and yet move on.
 * - `streamVersion` and the position of a page stay those of the log, also where nothing is left of its last event.
 */
export class UpcastingEventStore implements EventStore, EventLog {
  constructor(
    private readonly store: EventStore & EventLog,
    private readonly upcasting: Upcasting,
  ) {}

  async appendToStream(streamId: string, events: readonly NewEvent[], options?: AppendOptions): Promise<AppendResult> {
    return this.#upcastResult(await this.store.appendToStream(streamId, events, options));
  }

  async appendToStreams(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]> {
    const results = await this.store.appendToStreams(appends);
    return results.map((result) => this.#upcastResult(result));
  }

  async readStream(streamId: string, options?: ReadStreamOptions): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    if (options?.maxCount === undefined) {
      const stored = await this.store.readStream(streamId, options);
      for (const event of stored) events.push(...this.#upcast(event, isBackwards(options)));
    } else {
      for await (const event of this.iterateStream(streamId, options)) events.push(event);
    }
    return events;
  }

  iterateStream(streamId: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent> {
    return readOn(
      options?.maxCount,
      (on) => {
        if (on === undefined) return this.store.iterateStream(streamId, options);
        const { last, maxCount } = on;
        if (!isBackwards(options)) {
          return this.store.iterateStream(streamId, { ...options, from: last.streamPosition + 1, maxCount });
        }
        if (last.streamPosition === 0) return undefined;
        return this.store.iterateStream(streamId, { ...options, to: last.streamPosition - 1, maxCount });
      },
      (event) => this.#upcast(event, isBackwards(options)),
    );
  }

  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent> {
    const isWanted = typeTest(options);
    const widened = this.#widen(options);
    return readOn(
      options?.maxCount,
      (on) =>
        this.store.readAll(
          on === undefined ? widened : { ...widened, after: on.last.globalPosition, maxCount: on.maxCount },
        ),
      (event) => this.#upcast(event).filter(isWanted),
    );
  }

  aggregateStream<State>(
    streamId: string,
    options: AggregateStreamOptions<State>,
  ): Promise<{ state: State; streamVersion: number }> {
    const { evolve } = options;
    if (typeof evolve !== 'function') return this.store.aggregateStream(streamId, options); // which refuses it
    return this.store.aggregateStream(streamId, {
      ...options,
      evolve: (state, stored) => this.upcasting.upcast(stored).reduce((folded, event) => evolve(folded, event), state),
    });
  }

  listStreams(options?: ListStreamsOptions): AsyncIterable<StreamInfo> {
    return this.store.listStreams(options);
  }

  streamInfo(streamId: string): Promise<StreamInfo | null> {
    return this.store.streamInfo(streamId);
  }

  /** Reads on to the first page that holds an event. */
  async queryEvents(query?: EventQuery): Promise<EventQueryPage> {
    const { types, backwards } = checkEventQuery(query);
    const widened = this.#widen(query);
    let page = await this.store.queryEvents(widened);
    for (;;) {
      const events = page.events
        .flatMap((event) => this.#upcast(event, backwards))
        .filter(({ type }) => types?.has(type) ?? true);
      if (events.length > 0 || page.next === null) return { ...page, events };
      page = await this.store.queryEvents({ ...widened, after: page.next });
    }
  }

  headPosition(): Promise<number> {
    return this.store.headPosition();
  }

  async readPage(options: ReadPageOptions): Promise<EventPage> {
    const page = await this.store.readPage(this.#widen(options));
    return { ...page, events: page.events.flatMap((event) => this.#upcast(event)).filter(typeTest(options)) };
  }

  async *streamPages(
    streamId: string,
    options?: ReadStreamOptions,
  ): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
    for await (const page of this.store.streamPages(streamId, options)) {
      yield page.flatMap((event) => this.#upcast(event, isBackwards(options)));
    }
  }

  async findEvents(eventIds: readonly string[]): Promise<readonly RecordedEvent[]> {
    const events = await this.store.findEvents(eventIds);
    return events.flatMap((event) => this.#upcast(event));
  }

  onAppend(listener: () => void): () => void {
    return this.store.onAppend(listener);
  }

  close(): Promise<void> {
    return this.store.close();
  }

  #upcast(event: RecordedEvent, backwards = false): readonly RecordedEvent[] {
    const events = this.upcasting.upcast(event);
    return backwards ? events.toReversed() : events;
  }

  #upcastResult(result: AppendResult): AppendResult {
    return { ...result, events: result.events.flatMap((event) => this.#upcast(event)) };
  }

  /** Asks for everything that may become one of the types; what is no array of types is left for the store to refuse. */
  #widen<Options extends { readonly types?: readonly string[] } | undefined>(options: Options): Options {
    const types: unknown = options?.types;
    if (!Array.isArray(types) || types.length === 0) return options;
    return { ...options, types: [...(types as string[]), ...this.upcasting.types] };
  }
}

function isBackwards(options: ReadStreamOptions | undefined): boolean {
  return options?.direction === 'backwards';
}

function typeTest(options: EventFilter | undefined): (event: RecordedEvent) => boolean {
  const types: unknown = options?.types;
  if (!Array.isArray(types)) return () => true;
  const given: readonly unknown[] = [...(types as unknown[])];
  let selection: TypeSelection | undefined;
  // Not before the first event comes: by then the store has refused what cannot be read.
  return ({ type }) => (selection ??= selectTypes('types', given)).has(type);
}
