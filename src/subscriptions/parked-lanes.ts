import type { SliceRef } from './slice-store.js';

/** Why an event could not be handled. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  /** The code of an Annals error, or of one of Node's; `null` where it has none. */
  readonly code: string | null;
}

/** Which event it is. */
export interface EventRef {
  readonly eventId: string;
  readonly type: string;
  readonly streamId: string;
  readonly streamPosition: number;
  readonly globalPosition: number;
}

/** A lane (the events of one stream, say) that stands still since one of its events could not be handled. */
export interface ParkedLane extends SliceRef {
  /** `{subscription}/{eventId}`. */
  readonly id: string;
  readonly lane: string;
  /** The event that failed; the later ones of its lane wait behind it. */
  readonly event: EventRef;
  /** How often it was tried. */
  readonly attempts: number;
  readonly failure: Failure;
  readonly firstFailedAt: Date;
  readonly lastFailedAt: Date;
  /** When it is tried again; `null` when it is not: a dead letter. */
  readonly nextAttemptAt: Date | null;
  /** What somebody has asked to be done with the dead letter, and its owner has not seen yet. */
  readonly request: 'discard' | 'retry' | null;
}

export interface ParkedLaneQuery {
  /** Only those of this subscription. */
  readonly subscription?: string;
  /** Only dead letters (`true`), or only those that will be tried again (`false`). */
  readonly isDead?: boolean;
  /** Only those whose id comes after this one. */
  readonly after?: string;
  /** At most so many, from 1. */
  readonly maxCount: number;
}

/** Remembers the lanes that stand still. A slice moves on past them, so they are stored before it does. */
export interface ParkedLaneStore {
  /**
   * Stores a lane in the place of what was stored for it before.
   *
   * @returns false, and changes nothing, when the member does not own the slice (any more)
   */
  park(memberId: string, lane: ParkedLane): Promise<boolean>;

  /**
   * Removes a lane.
   *
   * @returns false, and changes nothing, when the member does not own the slice (any more)
   */
  unpark(memberId: string, lane: Pick<ParkedLane, 'lane' | 'slice' | 'subscription'>): Promise<boolean>;

  /** All parked lanes of a slice, in no promised order. */
  parkedLanes(slice: SliceRef): Promise<readonly ParkedLane[]>;

  /** A page of parked lanes, ordered by id. */
  findParked(query: ParkedLaneQuery): Promise<readonly ParkedLane[]>;

  /** How many there are of each subscription that has some. */
  countParked(): Promise<ReadonlyMap<string, { readonly retrying: number; readonly dead: number }>>;

  /** Asks the owner of a dead letter to do something with it. @returns false when there is no dead letter with this id */
  request(id: string, request: 'discard' | 'retry'): Promise<boolean>;

  /** The lanes of these subscriptions for which something is asked. */
  requested(subscriptions: readonly string[]): Promise<readonly ParkedLane[]>;
}
