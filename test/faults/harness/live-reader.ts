import { setTimeout as wait } from 'node:timers/promises';
import { AnnalsError } from '../../../src/errors/index.js';
import type { EventFilter } from '../../../src/event-store/index.js';
import type { MongoEventStore } from '../../../src/mongodb.js';
import type { Reading, SeenEvent } from './evidence.js';

const pauseMs = 5;
const pauseAfterErrorMs = 50;
const eventsPerPage = 50;

/** Follows the log while it is written, page by page, and keeps what it saw in the order in which it saw it. */
export class LiveReader {
  readonly #seen: SeenEvent[] = [];
  #position = -1;
  #isStopped = false;
  readonly #following: Promise<void>;

  constructor(
    private readonly name: string,
    private readonly store: MongoEventStore,
    private readonly filter: Pick<EventFilter, 'types'> = {},
  ) {
    this.#following = this.#follow();
  }

  get reading(): Reading {
    return { name: this.name, ...this.filter, seen: this.#seen };
  }

  get position(): number {
    return this.#position;
  }

  /** @throws what the store rejected with, unless it was worth another try */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#following;
  }

  async #follow(): Promise<void> {
    while (!this.#isStopped) {
      try {
        const { events, position } = await this.store.readPage({
          ...this.filter,
          after: this.#position,
          maxCount: eventsPerPage,
        });
        for (const { eventId, streamId, streamPosition, globalPosition } of events) {
          this.#seen.push({ eventId, streamId, streamPosition, globalPosition });
        }
        if (position === this.#position) await wait(pauseMs);
        this.#position = position;
      } catch (error) {
        if (!AnnalsError.is(error) || !error.retryable) throw error;
        await wait(pauseAfterErrorMs);
      }
    }
  }
}
