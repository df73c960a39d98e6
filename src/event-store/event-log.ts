import type { EventFilter, ReadStreamOptions } from './event-store.js';
import type { RecordedEvent } from './recorded-event.js';

/** A part of the log in global order. */
export interface EventPage {
  readonly events: readonly RecordedEvent[];
  /**
   * Everything up to this global position has been looked at and can never change: the next page begins after it. It may
   * be past the last event, where positions were given away and closed.
   */
  readonly position: number;
}

export interface ReadPageOptions extends EventFilter {
  /** The position of the page before, -1 for the start. */
  readonly after: number;
  /** At most so many events; a page may end a little later so that it does not cut an append in two. */
  readonly maxCount: number;
}

/** What subscriptions and the command bus need of a store's adapter, beyond the calls for users. */
export interface EventLog {
  /**
   * Reads the next page. It never skips an event: it waits for a writer that holds a lower position, and closes the
   * position of one that is gone. `position` is `after` when nothing is new.
   */
  readPage(options: ReadPageOptions): Promise<EventPage>;

  /**
   * Reads a stream like `iterateStream`, in parts of bounded size: for whoever folds many events, and has no time for a
   * promise each.
   */
  streamPages(streamId: string, options?: ReadStreamOptions): AsyncIterable<readonly RecordedEvent[]>;

  /** The events that have these ids, ordered by global position. */
  findEvents(eventIds: readonly string[]): Promise<readonly RecordedEvent[]>;

  /** Calls back soon after an append, of whichever process: a hint, which may come for nothing or not at all. */
  onAppend(listener: () => void): () => void;
}
