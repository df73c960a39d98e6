import { halfJitterGenerator } from 'cockatiel';

export interface BackOffOptions {
  /** The ceiling of the first pause, in milliseconds; it doubles with each attempt. */
  readonly initialDelayMs: number;
  /** The ceiling of every pause. */
  readonly maxDelayMs: number;
}

const standard: BackOffOptions = { initialDelayMs: 50, maxDelayMs: 10_000 };

/** How long to wait after attempt `attempt` (from 1) of something that failed: half of the ceiling, and chance for the rest. */
export function backOffMs(attempt: number, { initialDelayMs, maxDelayMs }: BackOffOptions = standard): number {
  const exponent = Math.min(attempt, 60) - 1; // far past every ceiling
  const [delayMs] = halfJitterGenerator(exponent, {
    initialDelay: initialDelayMs,
    maxDelay: maxDelayMs,
    exponent: 2,
    generator: halfJitterGenerator,
  });
  return delayMs;
}
