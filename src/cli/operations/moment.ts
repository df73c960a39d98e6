import { InvalidArgumentError } from 'commander';

const unitsMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};
const ago =
  /^(\d{1,9}(?:\.\d{1,3})?)\s*(s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?|d|days?|w|weeks?)(?:\s+ago)?$/i;
const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads a moment: an ISO date (a day begins in UTC, an hour without a zone is that of this machine), or how long ago:
 * `2h`, `30m`, `3d`, `2 hours ago`.
 *
 * @throws commander's InvalidArgumentError
 */
export function parseMoment(text: string, now = Date.now()): Date {
  const given = text.trim();
  const [, amount = '', unit = ''] = ago.exec(given) ?? [];
  const isoMoment = isoDate.test(given) ? new Date(given.replace(' ', 'T')) : undefined;
  const moment =
    unit === '' ? isoMoment : new Date(now - Number(amount) * (unitsMs[unit.charAt(0).toLowerCase()] ?? 0));
  if (moment !== undefined && !Number.isNaN(moment.getTime()) && isSameDay(given, moment)) return moment;
  throw new InvalidArgumentError(
    'Give an ISO date such as 2026-01-31 or 2026-01-31T12:00:00Z, or how long ago: 30m, 2h, 3d.',
  );
}

/** JavaScript takes February 30 for a day of March. */
function isSameDay(given: string, moment: Date): boolean {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(given)?.[0];
  return day === undefined || (new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) && moment.getTime() > 0);
}
