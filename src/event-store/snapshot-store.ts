import { UnstorableDataError } from '../errors/index.js';
import { maximumBytes } from './storable-data.js';

/** The state of an aggregate at a version, kept beside its events: a shortcut, which may be missing or thrown away. */
export interface Snapshot {
  readonly streamId: string;
  /** The position of the last event that is folded in. */
  readonly streamVersion: number;
  /** The stream position at which the append that holds this event begins. */
  readonly appendPosition: number;
  /** The id of this event: a snapshot belongs to the history that has it. */
  readonly eventId: string;
  /** When this event was stored. */
  readonly createdAt: Date;
  /** What it was written with; one of another shape is of no use. */
  readonly shape: string;
  readonly state: string;
}

/** Keeps the latest snapshot of each stream. */
export interface SnapshotStore {
  /** The snapshot of a stream; `null` when there is none. */
  load(streamId: string): Promise<Snapshot | null>;
  /**
   * Puts a snapshot in the place of the one before; not in the place of a later one of the same shape.
   *
   * @throws UnstorableDataError when it is too large
   */
  save(snapshot: Snapshot): Promise<void>;
  /** Removes a snapshot that has proved to be of no use, unless another one has taken its place. */
  discard(snapshot: Snapshot): Promise<void>;
}

/** @throws UnstorableDataError when the state is too large for one document */
export function requireSnapshotFits({ streamId, state }: Snapshot): void {
  if (Buffer.byteLength(state) <= maximumBytes) return;
  throw new UnstorableDataError(
    `snapshot of '${streamId}'`,
    `its state takes more than ${String(maximumBytes)} bytes; split the aggregate, or keep less in it`,
  );
}
