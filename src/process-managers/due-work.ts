import type { Logger } from '../errors/index.js';
import { failureOf, type RetrySchedule } from '../subscriptions/index.js';
import type { ProcessRef } from './process-record.js';
import type { ProcessStore } from './process-store.js';

/** What is done when time makes a record due. */
export interface DueWork {
  /** Whose records these are. */
  readonly manager: string;
  /** The lane of a record. */
  readonly laneOf: (id: string) => string;
  /** Does what is due by `at`. It stores its own failures, and throws only when that fails too. */
  attend(id: string, at: Date): Promise<void>;
}

/**
 * Stores that a record could not be attended to, and when it is due again: later and later, and then never.
 *
 * @param failedAt by the database's clock
 */
export async function storeFailure(
  store: ProcessStore,
  { manager, id }: ProcessRef,
  error: unknown,
  failedAt: Date,
  retry: RetrySchedule,
  logger?: Logger,
): Promise<void> {
  for (let isStored = false; !isStored;) {
    const record = await store.load(manager, id);
    if (record === null || record.dueAt === null) return;
    const attempts = (record.failure?.attempts ?? 0) + 1;
    const delayMs = retry.delayMs(attempts);
    const dueAt = delayMs === undefined ? null : new Date(failedAt.getTime() + delayMs);
    const failure = { attempts, error: failureOf(error), failedAt };
    isStored = await store.save({ ...record, version: record.version + 1, failure, dueAt }, record.version);
    if (isStored && (attempts === 1 || dueAt === null)) {
      const what = dueAt === null ? `it is a dead letter after ${String(attempts)} attempts` : 'it is tried again';
      logger?.warn(`What was due of '${id}' (${manager}) failed; ${what}. The failure: ${failure.error.message}`);
    }
  }
}
