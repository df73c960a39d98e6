import type { EventFilter, EventPage } from '../event-store/index.js';
import { backOffMs } from './back-off.js';
import type { FollowedLog } from './log-tail.js';
import { WakeUp } from './wake-up.js';

const pollMs = 1_000;

/** What rides on a loop over the log. */
export interface LogFollower {
  readonly filter: EventFilter;
  /** How many events a page has at most. */
  readonly pageSize: number;
  /** Where to go on: the position that is stored. */
  position(): Promise<number>;
  /** Handles a page that begins after `from`. False when another process has moved the position: it is read again. */
  handle(page: EventPage, from: number): Promise<boolean>;
  /** Everything up to the log's end has been handled. */
  caughtUp?(position: number): void;
  /** A page failed and will be tried again. */
  failed?(error: unknown): void;
}

/**
 * The one loop of everything that follows the log: it reads pages after the stored position; at the end it waits for a
 * wake-up, with polling below it; a page that fails is tried again, later and later.
 */
export class CatchUpLoop {
  readonly #wakeUp = new WakeUp();
  #stopping = false;
  #reloading = false;
  #running: Promise<void> | undefined;

  constructor(
    private readonly log: FollowedLog,
    private readonly follower: LogFollower,
  ) {}

  start(): void {
    this.#running ??= this.#run();
  }

  /** Reads the stored position again and goes on from there. */
  reload(): void {
    this.#reloading = true;
    this.#wakeUp.signal();
  }

  /** Finishes the page under way and ends. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wakeUp.signal();
    await this.#running;
  }

  async #run(): Promise<void> {
    const unsubscribe = this.log.onAppend(() => {
      this.#wakeUp.signal();
    });
    try {
      for (let failures = 0; !this.#isStopping();) {
        try {
          await this.#follow(() => (failures = 0));
        } catch (error) {
          this.follower.failed?.(error);
          await this.#wakeUp.wait(backOffMs(++failures), () => this.#stopping);
        }
      }
    } finally {
      unsubscribe();
    }
  }

  async #follow(succeeded: () => void): Promise<void> {
    const { follower, log } = this;
    let position = await follower.position();
    while (!this.#isStopping()) {
      this.#wakeUp.reset();
      const page = await log.readPage({ ...follower.filter, after: position, maxCount: follower.pageSize });
      if (page.position > position) {
        position = (await follower.handle(page, position)) ? page.position : await follower.position();
        succeeded();
      } else {
        follower.caughtUp?.(position);
        const signalled = await this.#wakeUp.wait(pollMs);
        if (!signalled || this.#reloading) {
          this.#reloading = false;
          position = await follower.position();
        }
      }
    }
  }

  /** A method, for the field changes while the loop awaits. */
  #isStopping(): boolean {
    return this.#stopping;
  }
}
