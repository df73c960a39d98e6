import type { Comparison, Operand, Target } from './contest.js';
import type { Measured } from './measure/rounds.js';
import { median } from './measure/statistics.js';
import type { ComparisonReport, ContenderReport, Spread } from './report.js';

/** The figures of a contender over all rounds. */
export function summarize({ name, samples }: Measured): ContenderReport {
  const names = new Set(samples.flatMap(({ figures }) => Object.keys(figures)));
  const timelines = samples.map(({ timeline }) => timeline).filter((timeline) => timeline !== undefined);
  return {
    name,
    figures: Object.fromEntries(
      [...names].map((figure) => [figure, spread(samples.map(({ figures }) => figures[figure] ?? Number.NaN))]),
    ),
    ...(timelines.length > 0 && { timelines }),
  };
}

/** Works a comparison out; undefined where a contender did not take part. */
export function compare(comparison: Comparison, measured: readonly Measured[]): ComparisonReport | undefined {
  const { of, to, target } = comparison;
  const values = valuesOf(of, measured);
  const base = to && valuesOf(to, measured);
  if (values === undefined || (to !== undefined && base === undefined)) return undefined;
  const result = spread(
    values.map((value, round) => (base === undefined ? value : value / (base[round] ?? Number.NaN))),
  );
  return { ...comparison, ...result, ...(target && { met: isMet(target, result.median) }) };
}

function valuesOf({ contender, figure = 'rate' }: Operand, measured: readonly Measured[]): number[] | undefined {
  return measured.find(({ name }) => name === contender)?.samples.map(({ figures }) => figures[figure] ?? Number.NaN);
}

function isMet(target: Target, value: number | null): boolean {
  if (value === null) return false;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

/** A round that could not be measured is `null`; the others count all the same. */
function spread(values: readonly number[]): Spread {
  const measured = values.filter(Number.isFinite);
  return {
    rounds: values.map(finite),
    median: finite(median(measured)),
    min: finite(Math.min(...measured)),
    max: finite(Math.max(...measured)),
  };
}

/** JSON has no NaN. Four digits are more than a measurement is worth. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(Math.abs(value) >= 1_000 ? 6 : 4)) : null;
}
