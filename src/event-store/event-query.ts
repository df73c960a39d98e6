import type { RecordedEvent } from './recorded-event.js';

/** Which events a tool wants to see: each property narrows the query down, and none of them is needed. */
export interface EventQuery {
  /**
   * Stored types, or patterns over their dotted words: `*` stands for one word, `**` for any number of words, also none.
   * `order.*` takes `order.placed`, `**.placed` takes `placed` and `shop.order.placed`.
   */
  readonly types?: readonly string[];
  /** Only streams whose id begins so. */
  readonly streamPrefix?: string;
  /** Only this stream. */
  readonly streamId?: string;
  /** Only what was stored at this moment or later, by the database's clock. */
  readonly createdFrom?: Date;
  /** Only what was stored at this moment or earlier, by the database's clock. */
  readonly createdTo?: Date;
  /** Only events whose metadata have this correlation id. */
  readonly correlationId?: string;
  /** `'backwards'`, the default, begins at the newest event; `'forwards'` at the oldest. */
  readonly direction?: 'forwards' | 'backwards';
  /** Goes on after this global position, in the direction of the query: `next` of the page before. */
  readonly after?: number;
  /** At most so many events, from 1 to 10 000; 100 by default. */
  readonly maxCount?: number;
}

/** A part of what a query finds. */
export interface EventQueryPage {
  /** In the direction of the query. There may be fewer than `maxCount`, also none, before the end: `next` tells. */
  readonly events: readonly RecordedEvent[];
  /** What the next page gives as `after`; `null` when this page reaches the end. */
  readonly next: number | null;
}
