import { describeValue, UnknownMessageError } from '../errors/index.js';
import type { EventRef, Failure, ParkedLane } from './parked-lanes.js';
import type { Subscriptions } from './subscriptions.js';

/** An event that a subscription has given up on. What follows in its stream waits behind it. */
export interface DeadLetter {
  readonly id: string;
  /** The id of the subscription, such as `subscriber/mailer`. */
  readonly subscription: string;
  readonly event: EventRef;
  /** How often it was tried. */
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly error: Failure;
  readonly firstFailedAt: Date;
  readonly lastFailedAt: Date;
}

export interface DeadLetterQuery {
  /** Only those of this subscription: its id, or its name. */
  readonly subscription?: string;
  /** Only those whose id comes after this one. */
  readonly after?: string;
  /** At most so many; 100 by default. */
  readonly maxCount?: number;
}

/** The dead letters of all subscriptions. */
export class DeadLetters {
  constructor(private readonly subscriptions: Subscriptions) {}

  /** A page of dead letters, ordered by id. */
  async list(query: DeadLetterQuery = {}): Promise<readonly DeadLetter[]> {
    const { subscription, after, maxCount = 100 } = query;
    const { store } = this.subscriptions;
    const page = { isDead: true, maxCount, ...(after !== undefined && { after }) };
    if (subscription === undefined) return (await store.findParked(page)).map(toDeadLetter);
    const records = await store.subscriptions();
    const ids = records.filter(({ id, name }) => id === subscription || name === subscription).map(({ id }) => id);
    const found = await Promise.all(ids.map((id) => store.findParked({ ...page, subscription: id })));
    return found.flat().slice(0, maxCount).map(toDeadLetter);
  }

  /**
   * Has a dead letter tried again, soon, by the process that works on its stream; when that goes well, what waited behind
   * it follows.
   *
   * @throws UnknownMessageError when there is no dead letter with this id
   */
  retry(id: string): Promise<void> {
    return this.#request(id, 'retry');
  }

  /**
   * Gives an event up for good: its stream goes on behind it. The event itself stays in the log.
   *
   * @throws UnknownMessageError when there is no dead letter with this id
   */
  discard(id: string): Promise<void> {
    return this.#request(id, 'discard');
  }

  async #request(id: string, request: 'discard' | 'retry'): Promise<void> {
    if (typeof id !== 'string' || !(await this.subscriptions.store.request(id, request))) {
      throw new UnknownMessageError(
        'UNKNOWN_DEAD_LETTER',
        `No dead letter has the id ${describeValue(id)}. deadLetters.list() gives those that there are.`,
      );
    }
    this.subscriptions.wake();
  }
}

function toDeadLetter({ id, subscription, event, attempts, failure, ...moments }: ParkedLane): DeadLetter {
  const { firstFailedAt, lastFailedAt } = moments;
  return { id, subscription, event, attempts, error: failure, firstFailedAt, lastFailedAt };
}
