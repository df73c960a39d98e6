import { describeValue, InvalidArgumentError } from '../errors/index.js';

const units = { milliseconds: 1, seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

/** A span of time in a scenario: the sum of its parts. */
export type Duration = { readonly [unit in keyof typeof units]?: number };

/** @throws InvalidArgumentError when it is no span of time */
export function millisecondsOf(duration: Duration): number {
  const parts = Object.entries(duration).map(([unit, amount]: [string, unknown]) => {
    const size = Object.hasOwn(units, unit) ? units[unit as keyof typeof units] : undefined;
    if (size !== undefined && typeof amount === 'number' && amount >= 0) return amount * size;
    throw new InvalidArgumentError(
      'INVALID_OPTION',
      `A duration has ${unit} as ${describeValue(amount)}; give numbers from 0 as ${Object.keys(units).join(', ')}.`,
    );
  });
  return parts.reduce((sum, part) => sum + part, 0);
}
