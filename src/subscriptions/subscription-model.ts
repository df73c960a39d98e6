import type { RecordedEvent } from '../event-store/index.js';
import type { SubscriptionKind } from './slice-store.js';

/** Where a new subscription begins: at the first event, after the last one, or after a global position. */
export type StartPosition = 'start' | 'now' | number;

/** What a handler is told about a delivery. */
export interface Delivery {
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the time limit is over, or the application closes without waiting any longer. */
  readonly signal: AbortSignal;
}

/** When something that failed is tried again. */
export interface RetrySchedule {
  /** Milliseconds to wait after the attempt with this number, from 1; `undefined` when it was the last one. */
  delayMs(attempt: number): number | undefined;
}

/** A subscription as the engine sees it. */
export interface SubscriptionModel {
  readonly kind: SubscriptionKind;
  readonly name: string;
  /** Processes that run the same group share its slices evenly. */
  readonly group: string;
  /** The stored types and patterns that it takes. */
  readonly patterns: readonly string[];
  /** Into how many slices its lanes are divided; what is stored for an older subscription counts instead. */
  readonly sliceCount: number;
  readonly from: StartPosition;
  /** How many lanes are worked on at the same time, in each process. */
  readonly concurrency: number;
  /** After so many milliseconds an attempt has failed. */
  readonly timeLimitMs: number;
  readonly retry: RetrySchedule;
  /** The events of one lane are handled one after the other, in global order; the stream by default. It never throws. */
  readonly laneOf?: (event: RecordedEvent) => string | undefined;
  /** Handles one event; what it throws is a failed attempt. */
  readonly handle: (event: RecordedEvent, delivery: Delivery) => unknown;
  /** Says why the subscription must stop at an event as a whole, until it may go on; nothing when it need not. */
  readonly refusal?: (event: RecordedEvent) => Error | undefined;
  /** An event was given up: a dead letter of it was discarded. */
  readonly discarded?: (event: RecordedEvent) => Promise<void>;
}

/** The id under which a subscription is kept. */
export function subscriptionId({ kind, name }: Pick<SubscriptionModel, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}
