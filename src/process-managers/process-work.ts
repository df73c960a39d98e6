import type { Logger } from '../errors/index.js';
import type { RetrySchedule } from '../subscriptions/index.js';
import { storeFailure, type DueWork } from './due-work.js';
import type { ProcessRunner } from './process-runner.js';
import { deadlineRetry } from './deadline-retry.js';
import { withinTime } from './time-limit.js';

export interface DueWorkOptions {
  /** When what failed is tried again: ten attempts over some minutes by default. */
  readonly retry?: RetrySchedule;
  /** After so many milliseconds an attempt has failed; 30 000 by default. */
  readonly timeLimitMs?: number;
  /** Where failures are reported: the first one, and that nothing more is tried. */
  readonly logger?: Logger;
}

/** Fires the deadlines of a process manager, and sends what they have led to. */
export class ProcessWork implements DueWork {
  readonly manager: string;
  readonly laneOf = (id: string): string => id;

  constructor(
    private readonly runner: ProcessRunner,
    private readonly options: DueWorkOptions = {},
  ) {
    this.manager = runner.model.name;
  }

  async attend(id: string, at: Date): Promise<void> {
    const { manager, runner } = this;
    const { retry = deadlineRetry, timeLimitMs = 30_000, logger } = this.options;
    const began = performance.now();
    try {
      await withinTime(`process-manager/${manager}`, timeLimitMs, (signal) => runner.attend(id, at, signal));
    } catch (error) {
      const failedAt = new Date(at.getTime() + (performance.now() - began));
      await storeFailure(runner.store, { manager, id }, error, failedAt, retry, logger);
    }
  }
}
