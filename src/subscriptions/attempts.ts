import type { Attempt } from './attempt.js';

/** The attempts of a subscription that are under way. */
export class Attempts {
  readonly #running = new Set<Attempt>();

  /** Runs an attempt. @throws what the handler throws, also as a rejection */
  run(attempt: Attempt): Promise<void> | undefined {
    const running = attempt.run();
    if (running === undefined) return undefined;
    this.#running.add(attempt);
    return running.finally(() => this.#running.delete(attempt));
  }

  /** Tells all handlers that nobody waits for them any longer. */
  abort(reason: Error): void {
    for (const attempt of this.#running) attempt.abort(reason);
  }
}
