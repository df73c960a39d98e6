import { describeValue } from '../errors/index.js';
import type { SubscriptionKind } from './slice-store.js';

/** Where a subscription is, over all processes. */
export interface SubscriptionStatus {
  /** `{kind}/{name}`. */
  readonly id: string;
  readonly kind: SubscriptionKind;
  readonly name: string;
  readonly patterns: readonly string[];
  /**
   * `live` when it has seen everything, `failing` while something keeps it as a whole from going on here, `idle` when no
   * process works on some of its slices.
   */
  readonly state: 'catching-up' | 'failing' | 'idle' | 'live';
  /** Every event up to this global position is done with, or stands in a lane that waits; -1 at the start. */
  readonly position: number;
  /** How many global positions it is behind the log's end. */
  readonly lag: number;
  /** How many slices there are, and how many this process works on. */
  readonly slices: { readonly total: number; readonly here: number };
  /** How many lanes wait for another attempt. */
  readonly retrying: number;
  /** How many lanes stand still behind a dead letter. */
  readonly deadLetters: number;
  /** What keeps it from going on, `null` when nothing does. */
  readonly error: string | null;
}

/** The message of what failed. */
export function describeFailure(error: unknown): string {
  return error instanceof Error ? error.message : describeValue(error);
}
