import type { SerializedEvent } from '../messages/index.js';

/** What the framework knows of an aggregate; kept out of the instance, which belongs to its author. */
export interface AggregateState {
  readonly id: string;
  streamVersion: number;
  /** What it has applied and nobody has stored yet. */
  uncommitted: SerializedEvent[];
}

const states = new WeakMap<object, AggregateState>();

/** Gives a new aggregate its identity. */
export function attachState(aggregate: object, id: string): void {
  states.set(aggregate, { id, streamVersion: -1, uncommitted: [] });
}

/** The state of an aggregate, `undefined` before it has one: in its constructor. */
export function stateOf(aggregate: object): AggregateState | undefined {
  return states.get(aggregate);
}
