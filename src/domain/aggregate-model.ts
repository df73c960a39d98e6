import type { Class, SerializedEvent } from '../messages/index.js';

/**
 * What an aggregate is to the command bus, whichever way it was written: a fold over its events and decisions on
 * commands. `State` is opaque to the bus.
 */
export interface AggregateModel<State = unknown> {
  /** Begins its stream ids. */
  readonly name: string;
  /** How messages call it: the class name. */
  readonly label: string;
  readonly commands: readonly Class[];
  /** The events that its fold looks at; others in its streams do not change it. */
  readonly events: readonly Class[];
  /** The state before the first event. */
  create(id: string): State;
  /** Folds one stored event; may change `state` in place. */
  evolve(state: State, event: object): State;
  /** Tells the state which version of its stream it is. */
  settle(state: State, streamVersion: number): void;
  /** Decides on a command and returns what happened; what it throws refuses the command. */
  decide(state: State, command: object): readonly SerializedEvent[] | Promise<readonly SerializedEvent[]>;
  /** What has happened to the state outside of {@link decide}, when its author calls its methods. */
  takeUncommitted(state: State): readonly SerializedEvent[];
}

/** The stream of an aggregate. */
export function aggregateStreamId(name: string, id: string): string {
  return `${name}-${id}`;
}
