import type { ClientSession, MongoClient, Timestamp } from 'mongodb';
import { answered } from './answered.js';

/**
 * Reads that never show less than what this process has seen or stored before.
 *
 * A new primary may learn a moment late what a majority has; until then it answers from the past. A reader that trusts
 * what it knows of the log would skip events there. So each read names the latest moment that is known, and the server
 * waits until it can show that.
 */
export class MonotonicReads {
  readonly #client: MongoClient;
  #latest: Timestamp | undefined;

  constructor(client: MongoClient) {
    this.#client = client;
  }

  /** Does one read. */
  async read<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    const session = this.begin();
    try {
      return await answered(work(session));
    } finally {
      await this.end(session);
    }
  }

  /** Begins a read of several steps; {@link end} it in any case. */
  begin(): ClientSession {
    const session = this.#client.startSession({ causalConsistency: true });
    if (this.#latest !== undefined) session.advanceOperationTime(this.#latest);
    return session;
  }

  async end(session: ClientSession): Promise<void> {
    this.learn(session.operationTime);
    await session.endSession();
  }

  /** Takes note of a moment that a majority has seen. */
  learn(time: Timestamp | undefined): void {
    if (time === undefined || (this.#latest !== undefined && time.lessThanOrEqual(this.#latest))) return;
    this.#latest = time;
  }
}
