const hour = 3_600;

/** A span of time for people, in the unit that fits. */
export function describeSpan(seconds: number): string {
  if (seconds < 60) return counted(seconds, 'second');
  if (seconds < 2 * hour) return counted(seconds / 60, 'minute');
  return seconds < 48 * hour ? counted(seconds / hour, 'hour') : counted(seconds / hour / 24, 'day');
}

function counted(amount: number, unit: string): string {
  const count = Math.round(amount);
  return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}
