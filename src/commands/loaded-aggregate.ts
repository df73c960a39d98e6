import type { AggregateModel } from '../domain/index.js';
import { aggregateStreamId } from '../domain/index.js';
import { describeValue, InvalidArgumentError } from '../errors/index.js';
import type { EventStore } from '../event-store/index.js';
import { instantiate, type EventRegistry } from '../messages/index.js';

/** An aggregate as it was at a version. */
export interface LoadedAggregate<State = unknown> {
  readonly model: AggregateModel<State>;
  readonly streamId: string;
  readonly state: State;
  /** The position of the last event folded, -1 for none. */
  readonly streamVersion: number;
  /** The global position of the last event folded, -1 for none. */
  readonly globalPosition: number;
}

/**
 * Reads an aggregate's stream and folds it, in constant memory.
 *
 * @throws UnknownMessageError when the stream holds a type without a class: a fold that leaves events out would be wrong
 */
export async function loadAggregate<State>(
  store: EventStore,
  registry: EventRegistry,
  model: AggregateModel<State>,
  id: string,
): Promise<LoadedAggregate<State>> {
  const streamId = aggregateStreamId(model.name, checkAggregateId(model, id));
  const folded = new Set(model.events);
  let state = model.create(id);
  let streamVersion = -1;
  let globalPosition = -1;
  for await (const recorded of store.iterateStream(streamId)) {
    const eventClass = registry.classOf(recorded.type);
    if (folded.has(eventClass)) state = model.evolve(state, instantiate(eventClass, recorded.data));
    ({ streamPosition: streamVersion, globalPosition } = recorded);
  }
  model.settle(state, streamVersion);
  return { model, streamId, state, streamVersion, globalPosition };
}

function checkAggregateId(model: { readonly label: string }, id: unknown): string {
  if (typeof id === 'string' && id !== '') return id;
  throw new InvalidArgumentError(
    'INVALID_AGGREGATE_ID',
    `The id of ${model.label} is ${describeValue(id)}; give a string that is not empty.`,
  );
}
