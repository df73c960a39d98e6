import { backOffMs, type RetrySchedule } from '../subscriptions/index.js';

const attempts = 10;
const pauses = { initialDelayMs: 1_000, maxDelayMs: 5 * 60_000 };

/** Ten attempts over some minutes: what is late already need not hurry. */
export const deadlineRetry: RetrySchedule = {
  delayMs: (attempt) => (attempt < attempts ? backOffMs(attempt, pauses) : undefined),
};
