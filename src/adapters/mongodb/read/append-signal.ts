/** Tells its listeners that something may be new, at most once a turn. */
export class AppendSignal {
  readonly #listeners = new Set<() => void>();
  #isPending = false;

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  add(listener: () => void): () => void {
    const own = (): void => listener(); // the same function may listen twice
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  give(): void {
    if (this.#isPending || !this.hasListeners) return;
    this.#isPending = true;
    setImmediate(() => {
      this.#isPending = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
