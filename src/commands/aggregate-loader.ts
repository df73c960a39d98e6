import { aggregateStreamId, type AggregateModel } from '../domain/index.js';
import { describeValue, InvalidArgumentError } from '../errors/index.js';
import type {
  EventLog,
  ReadStreamOptions,
  RecordedEvent,
  Snapshot,
  SnapshotStore,
  Upcasting,
} from '../event-store/index.js';
import type { EventRegistry } from '../messages/index.js';
import { aggregateFold, type AggregateFold } from './aggregate-fold.js';
import type { LoadedAggregate } from './loaded-aggregate.js';
import type { PointInTime } from './point-in-time.js';

export interface AggregateSources {
  /** The log with its events as they are stored: a fold must know of those, too, that upcasters leave out. */
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  readonly registry: EventRegistry;
  readonly upcasting: Upcasting;
}

/** The state that a snapshot holds. */
interface Restored<State> {
  readonly state: State;
  readonly snapshot: Snapshot;
}

/** Reads aggregates: from their snapshot, where there is one, and the events after it. */
export class AggregateLoader {
  readonly #folds = new WeakMap<AggregateModel, AggregateFold>();

  constructor(private readonly sources: AggregateSources) {}

  /**
   * Reads an aggregate in constant memory.
   *
   * @throws UnknownMessageError when the stream holds a type without a class
   * @throws InvalidArgumentError when the id is no string or empty
   */
  async load<State>(model: AggregateModel<State>, id: string, at: PointInTime = {}): Promise<LoadedAggregate<State>> {
    const streamId = aggregateStreamId(model.name, checkAggregateId(model, id));
    const snapshotted = await this.#fromSnapshot(model, streamId, id, at);
    if (snapshotted !== undefined) {
      const loaded = await this.#foldOn(model, streamId, snapshotted, at);
      if (loaded !== undefined) return loaded;
      await this.#discard(snapshotted.snapshot);
    }
    return this.#foldAll(model, streamId, id, at);
  }

  /** Tells whether nothing has happened since the aggregate was loaded. */
  async isCurrent({ streamId, streamVersion }: LoadedAggregate): Promise<boolean> {
    for await (const page of this.sources.log.streamPages(streamId, { from: streamVersion + 1, maxCount: 1 })) {
      if (page.length > 0) return false;
    }
    return true;
  }

  /** The aggregate after events that were stored for it. */
  moveOn(aggregate: LoadedAggregate, events: readonly RecordedEvent[]): LoadedAggregate {
    const { model } = aggregate;
    const last = events.at(-1);
    if (last === undefined) return aggregate;
    const state = model.foldsWhatItDecides ? aggregate.state : events.reduce(this.#foldOf(model), aggregate.state);
    const { streamPosition: streamVersion, globalPosition } = last;
    model.settle(state, streamVersion);
    return { ...aggregate, state, streamVersion, globalPosition };
  }

  async #fromSnapshot<State>(
    model: AggregateModel<State>,
    streamId: string,
    id: string,
    { asOf, atPosition = Number.MAX_SAFE_INTEGER }: PointInTime,
  ): Promise<Restored<State> | undefined> {
    if (model.snapshots === undefined) return undefined;
    const snapshot = await this.sources.snapshots.load(streamId);
    if (snapshot?.shape !== model.snapshots.shape) return undefined;
    if (snapshot.streamVersion > atPosition || (asOf !== undefined && snapshot.createdAt > asOf)) return undefined;
    try {
      return { state: model.snapshots.read(id, snapshot.state), snapshot };
    } catch {
      await this.#discard(snapshot); // it is a shortcut: the events say the same
      return undefined;
    }
  }

  async #discard(snapshot: Snapshot): Promise<void> {
    await this.sources.snapshots.discard(snapshot).catch(() => undefined); // the next load tries again
  }

  /** Folds the whole history. */
  async #foldAll<State>(
    model: AggregateModel<State>,
    streamId: string,
    id: string,
    at: PointInTime,
  ): Promise<LoadedAggregate<State>> {
    const fold = this.#foldOf(model);
    let state = model.create(id);
    let streamVersion = -1;
    let globalPosition = -1;
    for await (const page of this.sources.log.streamPages(streamId, readOptions(0, at))) {
      for (const recorded of page) state = fold(state, recorded);
      const last = page.at(-1);
      if (last !== undefined) ({ streamPosition: streamVersion, globalPosition } = last);
    }
    model.settle(state, streamVersion);
    return { model, streamId, state, streamVersion, globalPosition, snapshotVersion: -1 };
  }

  /** Folds what came after a snapshot; `undefined` when its last event is not in this history: a restored backup, say. */
  async #foldOn<State>(
    model: AggregateModel<State>,
    streamId: string,
    { snapshot, ...restored }: Restored<State>,
    at: PointInTime,
  ): Promise<LoadedAggregate<State> | undefined> {
    const fold = this.#foldOf(model);
    let { state } = restored;
    let last: RecordedEvent | undefined;
    for await (const page of this.sources.log.streamPages(streamId, readOptions(snapshot.appendPosition, at))) {
      for (const recorded of page) {
        if (recorded.streamPosition < snapshot.streamVersion) continue;
        if (recorded.streamPosition > snapshot.streamVersion && last !== undefined) state = fold(state, recorded);
        else if (recorded.eventId !== snapshot.eventId) return undefined;
        last = recorded;
      }
    }
    if (last === undefined) return undefined;
    const { streamPosition: streamVersion, globalPosition } = last;
    model.settle(state, streamVersion);
    return { model, streamId, state, streamVersion, globalPosition, snapshotVersion: snapshot.streamVersion };
  }

  #foldOf<State>(model: AggregateModel<State>): AggregateFold<State> {
    let fold = this.#folds.get(model) as AggregateFold<State> | undefined;
    if (fold === undefined) {
      fold = aggregateFold(model, this.sources.registry, this.sources.upcasting);
      this.#folds.set(model, fold as AggregateFold);
    }
    return fold;
  }
}

function readOptions(from: number, { asOf, atPosition }: PointInTime): ReadStreamOptions {
  return { from, ...(asOf !== undefined && { asOf }), ...(atPosition !== undefined && { to: atPosition }) };
}

/** @throws InvalidArgumentError when the id is no string or empty */
export function checkAggregateId(model: { readonly label: string }, id: unknown): string {
  if (typeof id === 'string' && id !== '') return id;
  throw new InvalidArgumentError(
    'INVALID_AGGREGATE_ID',
    `The id of ${model.label} is ${describeValue(id)}; give a string that is not empty.`,
  );
}
