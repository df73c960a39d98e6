import type { CommandSender } from './command-sender.js';
import { deadlineRetry } from './deadline-retry.js';
import { storeFailure, type DueWork } from './due-work.js';
import type { ProcessStore } from './process-store.js';
import type { DueWorkOptions } from './process-work.js';
import { scheduleManager } from './scheduled-record.js';
import { withinTime } from './time-limit.js';

/** Sends scheduled commands when they are due. */
export class ScheduleWork implements DueWork {
  readonly manager = scheduleManager;
  readonly laneOf = (id: string): string => id;

  constructor(
    private readonly store: ProcessStore,
    private readonly sender: CommandSender,
    private readonly options: DueWorkOptions = {},
  ) {}

  async attend(id: string, at: Date): Promise<void> {
    const { manager, store } = this;
    const { retry = deadlineRetry, timeLimitMs = 30_000, logger } = this.options;
    const began = performance.now();
    try {
      await withinTime('schedule/commands', timeLimitMs, () => this.#send(id));
    } catch (error) {
      const failedAt = new Date(at.getTime() + (performance.now() - began));
      await storeFailure(store, { manager, id }, error, failedAt, retry, logger);
    }
  }

  async #send(id: string): Promise<void> {
    let record = await this.store.load(scheduleManager, id);
    if (record?.version === 0) {
      // From now on it cannot be cancelled: what was told that it is cancelled is never sent.
      const begun = { ...record, version: 1 };
      record = (await this.store.save(begun, 0)) ? begun : null;
    }
    if (record === null) return;
    for (const command of record.pending) await this.sender.send(command);
    await this.store.remove(scheduleManager, id);
  }
}
