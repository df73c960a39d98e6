import { ConfigurationError, describeValue } from '../errors/index.js';
import { backOffMs } from './back-off.js';
import type { RetrySchedule } from './subscription-model.js';

/** How often, and when, an event is tried again that a handler could not take. */
export interface RetryOptions {
  /** Attempts in all, the first one included; 10 by default. */
  readonly attempts?: number;
  /** The pause after the first attempt, in milliseconds, with jitter; it doubles with each one. 100 by default. */
  readonly initialDelayMs?: number;
  /** The longest pause, in milliseconds; 30 000 by default. */
  readonly maxDelayMs?: number;
}

/** @throws ConfigurationError, naming `owner`, for numbers that make no schedule */
export function retrySchedule(owner: string, options: RetryOptions = {}): RetrySchedule {
  const { attempts = 10, initialDelayMs = 100, maxDelayMs = 30_000 } = options;
  requireNumber(owner, 'retry.attempts', attempts, 1);
  requireNumber(owner, 'retry.initialDelayMs', initialDelayMs, 0);
  requireNumber(owner, 'retry.maxDelayMs', maxDelayMs, initialDelayMs);
  return {
    delayMs: (attempt) => (attempt < attempts ? backOffMs(attempt, { initialDelayMs, maxDelayMs }) : undefined),
  };
}

/** @throws ConfigurationError */
export function requireNumber(owner: string, option: string, value: unknown, minimum: number): void {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum) return;
  throw new ConfigurationError(
    'INVALID_DECLARATION',
    `The option ${option} of ${owner} is ${describeValue(value)}; give a whole number from ${String(minimum)}.`,
  );
}
