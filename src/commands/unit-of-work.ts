import { aggregateStreamId, type AggregateModel } from '../domain/index.js';
import { UnknownMessageError } from '../errors/index.js';
import type { AppendResult, EventLiteral, EventMetadata, EventStore, StreamAppend } from '../event-store/index.js';
import type { EventRegistry, MessageContext, SerializedEvent } from '../messages/index.js';
import { checkAggregateId } from './aggregate-loader.js';
import type { Aggregates } from './aggregates.js';
import type { EventIds } from './event-ids.js';
import type { Turn } from './live-cache.js';
import type { LoadedAggregate } from './loaded-aggregate.js';
import type { Receipt } from './receipt.js';

/** An aggregate in the hands of a command. */
interface Held {
  readonly aggregate: LoadedAggregate;
  /** Whether it comes from the live cache, and may be stale. */
  readonly isCached: boolean;
  /** `undefined` when another command of this process has it too. */
  readonly turn: Turn | undefined;
  /** What the aggregate has decided outside of its own methods. */
  decided: readonly SerializedEvent[];
  /** Whether something has happened to it. */
  isChanged: boolean;
  /** What was stored for it. */
  stored: AppendResult | undefined;
}

export interface UnitOfWorkOptions {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly aggregates: Aggregates;
  /** Reads every aggregate from the log. */
  readonly isFresh: boolean;
  /** Whether it may wait for an aggregate that another command has: not from within another command. */
  readonly mayWait: boolean;
}

/** What one command touches: the aggregates it has loaded, each once, and how they are stored together. */
export class UnitOfWork {
  readonly #loading = new Map<string, Promise<Held>>();
  readonly #held: Held[] = [];
  #isClosed = false;

  constructor(private readonly options: UnitOfWorkOptions) {}

  /** How many aggregates it has loaded. */
  get size(): number {
    return this.#loading.size;
  }

  /** Whether some of them may have been stale. */
  get usedCache(): boolean {
    return this.#held.some(({ isCached }) => isCached);
  }

  /** Loads an aggregate, or gives the one that this command has loaded before. */
  async load<State>(model: AggregateModel<State>, id: string): Promise<LoadedAggregate<State>> {
    const streamId = aggregateStreamId(model.name, checkAggregateId(model, id));
    let loading = this.#loading.get(streamId);
    if (loading === undefined) {
      loading = this.#take(model, id, streamId);
      this.#loading.set(streamId, loading);
    }
    return (await loading).aggregate as LoadedAggregate<State>;
  }

  /** Adds what an aggregate has decided outside of its own methods. */
  record(aggregate: LoadedAggregate, events: readonly SerializedEvent[]): void {
    const held = this.#held.find((one) => one.aggregate === aggregate);
    if (held === undefined || events.length === 0) return;
    held.decided = [...held.decided, ...events];
    held.isChanged = true;
  }

  /**
   * Stores everything that has happened, all or nothing, each stream at the version it was loaded at.
   *
   * @returns `'stale'` when the command has only looked at an aggregate that has moved on meanwhile
   */
  async commit(context: MessageContext, eventIds: EventIds, attempts: number): Promise<Receipt | 'stale'> {
    // In the order of loading, from which event ids derive.
    const all =
      this.#loading.size === 1 && this.#held.length === 1 ? this.#held : await Promise.all(this.#loading.values());
    let index = 0;
    const metadata = metadataOf(context);
    const changed: Held[] = [];
    const appends = all.flatMap((held): StreamAppend[] => {
      const { model, state, streamId, streamVersion } = held.aggregate;
      const happened = [...held.decided, ...model.takeUncommitted(state)];
      if (happened.length === 0) return [];
      held.isChanged = true;
      for (const { type } of happened) if (!this.options.registry.has(type)) throw unreadable(model, type);
      const events = happened.map((event) => toLiteral(event, eventIds(index++), metadata));
      changed.push(held);
      return [{ streamId, events, expectedStreamVersion: streamVersion }];
    });
    // An append proves the version of its own stream only.
    if (changed.length < all.length && !(await this.#areCurrent(all.filter((held) => !held.isChanged)))) return 'stale';
    const [first] = appends;
    if (first === undefined) return unchanged(all, attempts);
    const results =
      appends.length === 1
        ? [await this.options.store.appendToStream(first.streamId, first.events, first)]
        : await this.options.store.appendToStreams(appends);
    for (const [at, held] of changed.entries()) held.stored = results[at];
    return receiptOf(results, attempts);
  }

  /** Tells whether nothing has happened to any of them since they were loaded. */
  isCurrent(): Promise<boolean> {
    return this.#areCurrent(this.#held);
  }

  /** Leaves the aggregates to the next command: those whose state is what the log says. */
  close(): void {
    this.#isClosed = true;
    for (const held of this.#held) this.#leave(held);
  }

  async #take(model: AggregateModel, id: string, streamId: string): Promise<Held> {
    const { aggregates, isFresh, mayWait } = this.options;
    const turn = await aggregates.cache.take(streamId, mayWait && this.#loading.size === 0);
    try {
      const cached = isFresh ? undefined : turn?.aggregate;
      const aggregate = cached ?? (await aggregates.loader.load(model, id));
      const isCached = cached !== undefined;
      const held = { aggregate, isCached, turn, decided: [], isChanged: false, stored: undefined };
      this.#held.push(held);
      if (this.#isClosed) this.#leave(held); // the command has ended without it
      return held;
    } catch (error) {
      if (turn !== undefined) aggregates.cache.giveBack(turn, undefined);
      throw error;
    }
  }

  async #areCurrent(all: readonly Held[]): Promise<boolean> {
    const { loader } = this.options.aggregates;
    const answers = await Promise.all(
      all.filter(({ isCached }) => isCached).map(({ aggregate }) => loader.isCurrent(aggregate)),
    );
    return answers.every(Boolean);
  }

  #leave(held: Held): void {
    const { cache, snapshots } = this.options.aggregates;
    const { turn, stored } = held;
    const aggregate = this.#stateAfter(held);
    if (aggregate !== undefined && stored !== undefined && snapshots.isDue(aggregate)) {
      snapshots.write(aggregate, stored, (written) => {
        if (turn !== undefined) cache.giveBack(turn, written);
      });
    } else if (turn !== undefined) {
      cache.giveBack(turn, aggregate);
    }
  }

  /** The aggregate as the log has it now; `undefined` when its state is another one. */
  #stateAfter({ aggregate, isChanged, stored }: Held): LoadedAggregate | undefined {
    const { model, state, streamVersion } = aggregate;
    if (model.takeUncommitted(state).length > 0) return undefined;
    if (!isChanged) return aggregate;
    // A command that ran once before gets its first events back: its state has them twice.
    if (stored?.events[0]?.streamPosition !== streamVersion + 1) return undefined;
    return this.options.aggregates.loader.moveOn(aggregate, stored.events);
  }
}

function toLiteral(
  { type, data, metadata: own }: SerializedEvent,
  eventId: string,
  metadata: EventMetadata,
): EventLiteral {
  return { type, data, metadata: own === undefined ? metadata : { ...metadata, ...own }, eventId };
}

/** What all events of one command have in common. The schema version is the event's own. */
function metadataOf({ messageId: causationId, correlationId, metadata }: MessageContext): EventMetadata {
  const all: EventMetadata = { ...metadata, correlationId, causationId };
  if (!('schemaVersion' in metadata)) return all;
  const { schemaVersion: _, ...others } = all;
  return others;
}

/** An event that could be stored but never folded again would close its stream for ever. */
function unreadable(model: AggregateModel, type: string): UnknownMessageError {
  return new UnknownMessageError(
    'UNKNOWN_EVENT_TYPE',
    `${model.label} applied an event of type '${type}', whose class is not registered, so that it could not be read again; ` +
      `nothing was stored. Add the class to the application's components, or write an @EventHandler for it.`,
  );
}

function receiptOf(results: readonly AppendResult[], attempts: number): Receipt {
  return {
    streamId: results[0]?.streamId ?? '',
    streamVersion: results[0]?.streamVersion ?? -1,
    globalPosition: Math.max(...results.map((result) => result.globalPosition)),
    events: results.flatMap((result) => result.events),
    attempts,
  };
}

function unchanged(all: readonly Held[], attempts: number): Receipt {
  const first = all[0]?.aggregate;
  return {
    streamId: first?.streamId ?? '',
    streamVersion: first?.streamVersion ?? -1,
    globalPosition: Math.max(-1, ...all.map(({ aggregate }) => aggregate.globalPosition)),
    events: [],
    attempts,
  };
}
