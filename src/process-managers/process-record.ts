import type { Failure } from '../subscriptions/index.js';

/** A command that a step has led to and that is not yet known to be sent. */
export interface PendingCommand {
  /** Derives from what led to the command, so that sending it twice is sending it once. */
  readonly commandId: string;
  /** The stored name. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The event whose handling led to it, which is not done before the command is sent; `null` where time led to it. */
  readonly eventId: string | null;
}

/** A moment at which something is to happen. */
export interface Deadline {
  readonly name: string;
  readonly dueAt: Date;
  /** Of the event that has set it. */
  readonly correlationId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Why a deadline or its commands could not be handled. */
export interface ProcessFailure {
  readonly attempts: number;
  readonly error: Failure;
  readonly failedAt: Date;
}

/** What identifies a record. */
export interface ProcessRef {
  readonly manager: string;
  /** The correlation value. */
  readonly id: string;
}

/** Everything that is kept of one instance of a process manager, in one document, so that it changes as a whole. */
export interface ProcessRecord extends ProcessRef {
  /** The slice that its lane belongs to. */
  readonly slice: number;
  /** How often it has been stored before, from 0. */
  readonly version: number;
  /** Plain data, or `undefined`. */
  readonly state: unknown;
  /** The global position of the last event that was handled, -1 for none. */
  readonly position: number;
  /** What was handled at that position: several events, where an upcaster has split the stored one. */
  readonly parts: readonly string[];
  /** In the order in which they are to be sent. */
  readonly pending: readonly PendingCommand[];
  /** Ordered by `dueAt`, one of each name. */
  readonly deadlines: readonly Deadline[];
  /** When time alone makes it need attention; `null` for never. */
  readonly dueAt: Date | null;
  /** With `dueAt` as `null` a dead letter. */
  readonly failure: ProcessFailure | null;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly completedAt: Date | null;
}

/** When a record needs attention by itself: at once for commands that no event waits for, else at its first deadline. */
export function attentionAt({ pending, deadlines, updatedAt }: Omit<ProcessRecord, 'dueAt'>): Date | null {
  const [first] = deadlines;
  // Commands that an event has led to are sent before it is done with, however often it must be delivered.
  const waits = pending.some(({ eventId }) => eventId === null);
  return waits ? updatedAt : (first?.dueAt ?? null);
}
