/** The middle value; the mean of the two in the middle of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[sorted.length / 2 - 1] ?? Number.NaN)) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The smallest value that so many percent of all values do not exceed; NaN where there are too few to tell. */
function percentile(sorted: ArrayLike<number>, percent: number): number {
  if (sorted.length * (100 - percent) < 100) return Number.NaN;
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? Number.NaN;
}

/** The named percentiles of latencies in milliseconds, as figures: `p99 ms`, or `append p99 ms` with a prefix. */
export function latencyFigures(
  latencies: readonly number[],
  percents: readonly number[] = [50, 99],
  prefix = '',
): Record<string, number> {
  const sorted = Float64Array.from(latencies).sort();
  return Object.fromEntries(
    percents.map((percent) => [`${prefix}p${String(percent)} ms`, percentile(sorted, percent)]),
  );
}
