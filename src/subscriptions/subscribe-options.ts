import { ConfigurationError, describeValue, InvalidArgumentError } from '../errors/index.js';
import { requireNumber, retrySchedule, type RetryOptions } from './retry-schedule.js';
import type { StartPosition, SubscriptionModel } from './subscription-model.js';

/** How a subscription runs. */
export interface SubscriptionOptions {
  /**
   * Where it begins when it is new: after the last event (`'now'`, the default, for most handlers should not do once more
   * what others have done for years), at the first one (`'start'`), or after a global position. Later starts go on where
   * the last one ended.
   */
  readonly from?: StartPosition;
  /** How many streams are worked on at the same time, in each process; 8 by default. */
  readonly concurrency?: number;
  /** After so many milliseconds an attempt counts as failed; 30 000 by default. */
  readonly timeLimitMs?: number;
  /** When an event is tried again that could not be handled, before it becomes a dead letter. */
  readonly retry?: RetryOptions;
  /**
   * Into how many slices the streams are divided, which is how many processes at most share the work; 16 by default. It
   * cannot be changed later.
   */
  readonly slices?: number;
}

type Checked = Pick<SubscriptionModel, 'concurrency' | 'from' | 'retry' | 'sliceCount' | 'timeLimitMs'>;

const namePattern = /^[A-Za-z][\w-]{0,99}$/;
const maximumSlices = 256;
const maximumTimeLimitMs = 2 ** 31 - 1; // the longest timer of Node

/** @throws ConfigurationError, naming `owner`, for options that make no subscription */
export function checkSubscriptionOptions(owner: string, options: SubscriptionOptions = {}): Checked {
  const { from = 'now', concurrency = 8, timeLimitMs = 30_000, slices = 16 } = options;
  if (from !== 'start' && from !== 'now' && !(Number.isSafeInteger(from) && from >= -1)) {
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `The option from of ${owner} is ${describeValue(from)}; give 'start', 'now' or a global position.`,
    );
  }
  requireNumber(owner, 'concurrency', concurrency, 1);
  requireNumber(owner, 'timeLimitMs', timeLimitMs, 1);
  requireNumber(owner, 'slices', slices, 1);
  return {
    from,
    concurrency,
    timeLimitMs: Math.min(timeLimitMs, maximumTimeLimitMs),
    sliceCount: Math.min(slices, maximumSlices),
    retry: retrySchedule(owner, options.retry),
  };
}

/** Tells whether a value can be the name of a subscription. */
export function isSubscriptionName(name: unknown): name is string {
  return typeof name === 'string' && namePattern.test(name);
}

/** @throws InvalidArgumentError */
export function checkSubscriptionName(name: unknown): string {
  if (isSubscriptionName(name)) return name;
  throw new InvalidArgumentError(
    'INVALID_OPTION',
    `The option name is ${describeValue(name)}; a subscription's name is letters, digits, '_' and '-', such as 'mailer'.`,
  );
}
