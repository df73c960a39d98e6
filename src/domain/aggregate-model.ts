import type { Class, SerializedEvent } from '../messages/index.js';
import type { StateSnapshots } from './state-snapshots.js';

/** Folds the events of one class. */
export interface Evolver<State> {
  /** The state after an event; the state given may be changed in place. */
  evolve(state: State, event: object): State;
}

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
  /** Whether its states may be kept in memory from one command to the next. */
  readonly isCached: boolean;
  /** Whether a decision changes the state at once, and not only when its events are folded. */
  readonly foldsWhatItDecides: boolean;
  /** How its states are written as snapshots, where they are. */
  readonly snapshots: StateSnapshots<State> | undefined;
  /** The state before the first event. */
  create(id: string): State;
  /** What folds the events of a class among {@link events}. */
  evolverOf(event: Class): Evolver<State>;
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
