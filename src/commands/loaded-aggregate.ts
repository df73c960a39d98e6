import type { AggregateModel } from '../domain/index.js';

/** An aggregate as it was at a version. */
export interface LoadedAggregate<State = unknown> {
  readonly model: AggregateModel<State>;
  readonly streamId: string;
  readonly state: State;
  /** The position of the last event folded, -1 for none. */
  readonly streamVersion: number;
  /** The global position of the last event folded, -1 for none. */
  readonly globalPosition: number;
  /** The version of the latest snapshot that is of use, -1 for none. */
  readonly snapshotVersion: number;
}
