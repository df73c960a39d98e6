import type { RecordedEvent } from '../event-store/index.js';

/** What a dispatched command has led to. */
export interface Receipt {
  /** The stream that was changed; the first one where several were, or the one that was looked at where none was. */
  readonly streamId: string;
  /** That stream's version after the command. */
  readonly streamVersion: number;
  /** The position to wait for in order to read this command's effect: `ask(…, { after: receipt })`. */
  readonly globalPosition: number;
  /** The events, as they are stored; none when the handler applied none. */
  readonly events: readonly RecordedEvent[];
  /** How often the handler ran: 1, and one more for every conflict with another writer. */
  readonly attempts: number;
}
