/** A signal that is kept until somebody has waited for it. */
export class WakeUp {
  #signalled = false;
  #waiting: (() => void) | undefined;

  signal(): void {
    this.#signalled = true;
    this.#waiting?.();
  }

  /** Forgets the signals so far. */
  reset(): void {
    this.#signalled = false;
  }

  /**
   * Waits for a signal since the last {@link reset}, at most `timeoutMs`. Tells whether there was one.
   *
   * @param counts which signals count; all by default
   */
  async wait(timeoutMs: number, counts: () => boolean = () => true): Promise<boolean> {
    if (this.#signalled && counts()) return true;
    return new Promise<boolean>((resolve) => {
      const finish = (signalled: boolean) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(signalled);
      };
      const timer = setTimeout(finish, timeoutMs, false);
      this.#waiting = () => {
        if (counts()) finish(true);
      };
    });
  }
}
