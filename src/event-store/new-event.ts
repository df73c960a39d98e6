import type { EventMetadata } from './recorded-event.js';

/** An event to append, as a literal. */
export interface EventLiteral {
  /** The stored type: past tense and dotted, such as `order.placed`. */
  readonly type: string;
  /** Plain data: objects, arrays, strings, numbers, booleans, null and Dates, at most 100 levels deep. */
  readonly data?: object;
  readonly metadata?: EventMetadata;
  /** An id of its own; made when none is given. An append repeated with the same ids is stored once. */
  readonly eventId?: string;
}

/** An event to append: a literal, or an instance of a class with `@Event`. */
export type NewEvent = EventLiteral | object;
