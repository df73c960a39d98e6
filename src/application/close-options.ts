import { describeValue, InvalidArgumentError } from '../errors/index.js';

export interface CloseOptions {
  /** How long handlers may go on that are under way; 10 000 ms by default. */
  readonly timeoutMs?: number;
}

/** @throws InvalidArgumentError */
export function requireCloseTimeout({ timeoutMs = 10_000 }: CloseOptions): number {
  if (typeof timeoutMs === 'number' && timeoutMs >= 0 && timeoutMs < 2 ** 31) return timeoutMs;
  throw new InvalidArgumentError(
    'INVALID_OPTION',
    `The option timeoutMs is ${describeValue(timeoutMs)}; give milliseconds, from 0.`,
  );
}
