import { setTimeout as wait } from 'node:timers/promises';

const limitMs = 60_000;
const maximumPauseMs = 64;
const attemptsWithoutPause = 2;

/** How long an append goes on trying: pauses of random length, so that two do not meet again and again. */
export class Patience {
  readonly #deadline = performance.now() + limitMs;
  #attempts = 0;

  /** Waits before the next attempt. @returns false when it was tried long enough */
  async lasts(): Promise<boolean> {
    this.#attempts++;
    if (performance.now() > this.#deadline) return false;
    if (this.#attempts > attemptsWithoutPause) {
      await wait(Math.random() * Math.min(maximumPauseMs, 2 ** (this.#attempts - attemptsWithoutPause)));
    }
    return true;
  }
}
