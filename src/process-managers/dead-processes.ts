import { requireWholeNumber } from '../event-store/index.js';
import { attentionAt, type ProcessRecord, type ProcessRef } from './process-record.js';
import type { ProcessQuery, ProcessStore } from './process-store.js';
import { scheduleManager } from './scheduled-record.js';

/** The deadlines and scheduled commands that failed: those that will be tried again, and those that will not. */
export class DeadProcesses {
  /** @param wake lets what is due of a process manager be looked for at once */
  constructor(
    private readonly store: ProcessStore,
    private readonly wake: (manager: string) => void = () => undefined,
  ) {}

  /** A page of what has failed, ordered by process manager and id; 100 by default. */
  findFailed(query: Partial<ProcessQuery> = {}): Promise<readonly ProcessRecord[]> {
    const { maxCount = 100 } = query;
    return this.store.findFailed({ ...query, maxCount: requireWholeNumber('maxCount', maxCount, 1) });
  }

  /** Tries again at once, and then as often as at first. @returns false when nothing of it has failed */
  async retryFailed(manager: string, id: string): Promise<boolean> {
    const isFound = await this.#change({ manager, id }, (record) => {
      const { failure } = record;
      return failure && { ...record, dueAt: failure.failedAt, failure: { ...failure, attempts: 0 } };
    });
    if (isFound) this.wake(manager);
    return isFound;
  }

  /**
   * Gives up what failed: the commands that could not be sent, or else the deadline. The instance goes on without.
   *
   * @returns false when nothing of it has failed
   */
  async discardFailed(manager: string, id: string): Promise<boolean> {
    return this.#change({ manager, id }, (record) => {
      if (record.failure === null) return null;
      if (manager === scheduleManager) return 'remove';
      const [, ...laterDeadlines] = record.deadlines;
      const rest = record.pending.length > 0 ? { pending: [] } : { deadlines: laterDeadlines };
      const next = { ...record, ...rest, failure: null };
      return { ...next, dueAt: attentionAt(next) };
    });
  }

  async #change(
    { manager, id }: ProcessRef,
    change: (record: ProcessRecord) => ProcessRecord | 'remove' | null,
  ): Promise<boolean> {
    for (;;) {
      const record = await this.store.load(manager, id);
      const next = record && change(record);
      if (record === null || next === null) return false;
      const { version } = record;
      const isChanged =
        next === 'remove'
          ? await this.store.remove(manager, id, version)
          : await this.store.save({ ...next, version: version + 1 }, version);
      if (isChanged) return true;
    }
  }
}
