/** Work that nobody waits for until the store closes. Its failure is nobody's: what it does, a reader does later. */
export class BackgroundWork {
  readonly #running = new Set<Promise<void>>();

  start(work: () => Promise<unknown>): void {
    const running = work().then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(running);
    void running.then(() => this.#running.delete(running));
  }

  /** Waits until nothing runs. */
  async finish(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
