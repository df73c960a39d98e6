/**
 * What a projection's handler writes to. Nothing is read or stored at once: the changes of a page of events are
 * collected, applied to its documents in order, and stored together.
 */
export interface ReadModel<T extends object> {
  /** Puts a document under a key, in the place of what was there. */
  set(key: string, document: T): void;

  /**
   * Changes the document under a key; `change` gets it and returns the new one.
   *
   * @param initial what to begin with when there is none; without it nothing happens then
   */
  update(key: string, change: (document: T) => T, initial?: T): void;

  /** Replaces some properties of the document under a key; nothing happens when there is none. */
  patch(key: string, properties: Partial<T>): void;

  /** Removes the document under a key, if there is one. */
  delete(key: string): void;
}
