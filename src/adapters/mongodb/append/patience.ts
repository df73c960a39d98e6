import { setTimeout as wait } from 'node:timers/promises';
import { StorageError } from '../../../errors/index.js';

const limitMs = 60_000;
const maximumPauseMs = 64;
const attemptsWithoutPause = 2;

/** How long an append goes on trying: pauses of random length, so that two do not meet again and again. */
export class Patience {
  readonly #deadline = performance.now() + limitMs;
  #attempts = 0;

  /** Waits before the next attempt. @throws StorageError when it was tried long enough */
  async wait(streamId: string): Promise<void> {
    this.#attempts++;
    if (performance.now() > this.#deadline) {
      throw new StorageError(
        'STORE_UNAVAILABLE',
        `Others were faster at stream '${streamId}' for ${String(limitMs / 1_000)} s, in ${String(this.#attempts)} ` +
          `attempts; nothing was stored. Try again, and spread the appends over more streams.`,
        { retryable: true },
      );
    }
    if (this.#attempts > attemptsWithoutPause) {
      await wait(Math.random() * Math.min(maximumPauseMs, 2 ** (this.#attempts - attemptsWithoutPause)));
    }
  }
}
