/** What a caller may say about a command besides its content. */
export interface DispatchOptions {
  /**
   * Makes the dispatch idempotent: the ids of its events derive from it, so that the same command sent again, after a
   * lost answer say, returns the first receipt and changes nothing. Any text of 1 to 200 characters.
   */
  readonly commandId?: string;
  /** Facts about the command (who, why) that are stored with each of its events. Plain data. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** What this command belongs to; inherited from the message being handled, or made. */
  readonly correlationId?: string;
  /** The id of the message that led to this command; by default the one being handled. */
  readonly causationId?: string;
}
