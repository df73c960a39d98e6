import { retrySchedule } from '../subscriptions/index.js';

/** Ten attempts over some minutes: what is late already need not hurry. */
export const deadlineRetry = retrySchedule('deadlines', {
  attempts: 10,
  initialDelayMs: 1_000,
  maxDelayMs: 5 * 60_000,
});
