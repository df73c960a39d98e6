import { describeValue, UnknownMessageError } from '../errors/index.js';
import type { EventRef, Failure } from './parked-lanes.js';

/** Something that was given up after it had failed too often, and waits for a person; or, when asked for, not yet. */
export interface DeadLetter {
  readonly id: string;
  /** What has given it up: the id of a subscription such as `subscriber/mailer`, or `schedule/commands`. */
  readonly subscription: string;
  /** The event that could not be handled; what follows in its stream waits. `null` where it is no event. */
  readonly event: EventRef | null;
  /** The instance of a process manager, or the scheduled command, that time has made due in vain; else `null`. */
  readonly due: DueRef | null;
  /** How often it was tried. */
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly error: Failure;
  readonly lastFailedAt: Date;
  /** When it is tried again by itself; `null` for never: a dead letter. */
  readonly nextAttemptAt: Date | null;
}

/** What was due. */
export interface DueRef {
  /** The correlation value of the instance, or the command id. */
  readonly id: string;
  /** The stored name of the command that could not be sent; `null` where a deadline's handler failed. */
  readonly command: string | null;
  /** The name of the deadline; `null` where there is none. */
  readonly deadline: string | null;
}

export interface DeadLetterQuery {
  /** Only those of this subscription: its id, or its name. */
  readonly subscription?: string;
  /** Also what has failed but will be tried again by itself. */
  readonly includeRetrying?: boolean;
  /** Only those whose id comes after this one. */
  readonly after?: string;
  /** At most so many; 100 by default. */
  readonly maxCount?: number;
}

/** Where dead letters lie. */
export interface DeadLetterSource {
  /** A page of dead letters, ordered by id. */
  list(query: DeadLetterQuery & { readonly maxCount: number }): Promise<readonly DeadLetter[]>;
  /** Has something done with a dead letter. @returns false when it is not here */
  request(id: string, request: 'discard' | 'retry'): Promise<boolean>;
}

/** Everything that was given up: events, deadlines and scheduled commands. */
export class DeadLetters {
  /** @internal */
  constructor(private readonly sources: readonly DeadLetterSource[]) {}

  /** A page of dead letters, ordered by id. */
  async list(query: DeadLetterQuery = {}): Promise<readonly DeadLetter[]> {
    const { maxCount = 100 } = query;
    const found = await Promise.all(this.sources.map((source) => source.list({ ...query, maxCount })));
    return found
      .flat()
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .slice(0, maxCount);
  }

  /**
   * Has a dead letter tried again, soon, by the process whose turn it is; when that goes well, what waited behind it
   * follows.
   *
   * @throws UnknownMessageError when there is no dead letter with this id
   */
  retry(id: string): Promise<void> {
    return this.#request(id, 'retry');
  }

  /**
   * Gives something up for good: what waited behind it goes on. The event itself stays in the log.
   *
   * @throws UnknownMessageError when there is no dead letter with this id
   */
  discard(id: string): Promise<void> {
    return this.#request(id, 'discard');
  }

  async #request(id: string, request: 'discard' | 'retry'): Promise<void> {
    if (typeof id === 'string') {
      for (const source of this.sources) if (await source.request(id, request)) return;
    }
    throw new UnknownMessageError(
      'UNKNOWN_DEAD_LETTER',
      `No dead letter has the id ${describeValue(id)}. deadLetters.list() gives those that there are.`,
    );
  }
}
