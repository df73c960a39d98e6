/** Lets one append at a time work on a stream; those that wait go on in the order they came. */
export class StreamSlots {
  readonly #last = new Map<string, Promise<void>>();

  /** Works while it holds all these streams. All are asked for at once, so nobody waits in a circle. */
  async hold<T>(streamIds: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = streamIds.map((streamId) => this.#last.get(streamId)).filter((held) => held !== undefined);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    for (const streamId of streamIds) this.#last.set(streamId, held);
    try {
      if (before.length > 0) await Promise.all(before);
      return await work();
    } finally {
      for (const streamId of streamIds) if (this.#last.get(streamId) === held) this.#last.delete(streamId);
      release();
    }
  }
}
