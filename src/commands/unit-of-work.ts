import type { AggregateModel } from '../domain/index.js';
import { UnknownMessageError } from '../errors/index.js';
import type { AppendResult, EventLiteral, EventStore, StreamAppend } from '../event-store/index.js';
import type { EventRegistry, MessageContext, SerializedEvent } from '../messages/index.js';
import type { EventIds } from './event-ids.js';
import { loadAggregate, type LoadedAggregate } from './loaded-aggregate.js';
import type { Receipt } from './receipt.js';

/** What one command touches: the aggregates it has loaded, each once, and how they are stored together. */
export class UnitOfWork {
  readonly #loaded = new Map<string, Promise<LoadedAggregate>>();
  readonly #decided = new Map<string, readonly SerializedEvent[]>();

  constructor(
    private readonly store: EventStore,
    private readonly registry: EventRegistry,
  ) {}

  /** Loads an aggregate, or gives the one that this command has loaded before. */
  async load<State>(model: AggregateModel<State>, id: string): Promise<LoadedAggregate<State>> {
    const key = `${model.name}-${id}`;
    let loading = this.#loaded.get(key);
    if (loading === undefined) {
      loading = loadAggregate(this.store, this.registry, model as AggregateModel, id);
      this.#loaded.set(key, loading);
    }
    return (await loading) as LoadedAggregate<State>;
  }

  /** How many aggregates it has loaded. */
  get size(): number {
    return this.#loaded.size;
  }

  /** Adds what an aggregate has decided outside of its own methods. */
  record(aggregate: LoadedAggregate<never>, events: readonly SerializedEvent[]): void {
    this.#decided.set(aggregate.streamId, [...(this.#decided.get(aggregate.streamId) ?? []), ...events]);
  }

  /** Stores everything that has happened, all or nothing, each stream at the version it was loaded at. */
  async commit(context: MessageContext, eventIds: EventIds, attempts: number): Promise<Receipt> {
    const loaded = await Promise.all(this.#loaded.values());
    let index = 0;
    const appends = loaded.flatMap((aggregate): StreamAppend[] => {
      const { model, state, streamId, streamVersion } = aggregate;
      const happened = [...(this.#decided.get(streamId) ?? []), ...model.takeUncommitted(state)];
      for (const { type } of happened) if (!this.registry.has(type)) throw unreadable(model, type);
      const events = happened.map((event) => toLiteral(event, eventIds(index++), context));
      return events.length === 0 ? [] : [{ streamId, events, expectedStreamVersion: streamVersion }];
    });
    const [first] = appends;
    if (first === undefined) return unchanged(loaded, attempts);
    const results =
      appends.length === 1
        ? [await this.store.appendToStream(first.streamId, first.events, first)]
        : await this.store.appendToStreams(appends);
    return changed(results, attempts);
  }
}

function toLiteral(event: SerializedEvent, eventId: string, context: MessageContext): EventLiteral {
  const { messageId: causationId, correlationId } = context;
  const { schemaVersion: _, ...metadata } = context.metadata; // it is the event's own
  return {
    type: event.type,
    data: event.data,
    metadata: { ...metadata, ...event.metadata, correlationId, causationId },
    eventId,
  };
}

/** An event that could be stored but never folded again would close its stream for ever. */
function unreadable(model: AggregateModel, type: string): UnknownMessageError {
  return new UnknownMessageError(
    'UNKNOWN_EVENT_TYPE',
    `${model.label} applied an event of type '${type}', whose class is not registered, so that it could not be read again; ` +
      `nothing was stored. Add the class to the application's components, or write an @EventHandler for it.`,
  );
}

function changed(results: readonly AppendResult[], attempts: number): Receipt {
  const events = results.flatMap((result) => result.events);
  return {
    streamId: results[0]?.streamId ?? '',
    streamVersion: results[0]?.streamVersion ?? -1,
    globalPosition: Math.max(...results.map((result) => result.globalPosition)),
    events,
    attempts,
  };
}

function unchanged(loaded: readonly LoadedAggregate[], attempts: number): Receipt {
  return {
    streamId: loaded[0]?.streamId ?? '',
    streamVersion: loaded[0]?.streamVersion ?? -1,
    globalPosition: Math.max(-1, ...loaded.map(({ globalPosition }) => globalPosition)),
    events: [],
    attempts,
  };
}
