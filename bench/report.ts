import type { Machine } from './machine.js';
import type { Operand, Target } from './contest.js';

/** A whole run of the bench: what `--json` writes. A figure that could not be measured is `null`. */
export interface Report {
  /** The shape of this file; the number goes up when a reader of the older shape would misread it. */
  readonly format: 'annals-bench/1';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** How long all of it took. */
  readonly seconds: number;
  /** Whether the sizes were those of `--quick`: such figures say that everything works, and no more. */
  readonly quick: boolean;
  readonly rounds: number;
  readonly machine: Machine;
  /** In the order in which they ran. */
  readonly workloads: readonly WorkloadReport[];
}

export interface WorkloadReport {
  /** What `--only` calls it. */
  readonly name: string;
  readonly title: string;
  /** What a `rate` counts, such as `appends/s`. */
  readonly unit: string;
  readonly notes: readonly string[];
  readonly seconds: number;
  readonly outcome: 'measured' | 'left out' | 'failed';
  /** Why it was left out, or how it failed. */
  readonly reason?: string;
  readonly contenders: readonly ContenderReport[];
  readonly comparisons: readonly ComparisonReport[];
  /** The milliseconds of one bucket of the timelines. */
  readonly bucketMs?: number;
}

/** A figure over all rounds. */
export interface Spread {
  readonly rounds: readonly (number | null)[];
  readonly median: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export interface ContenderReport {
  readonly name: string;
  /** By name: `rate` in the workload's unit, the others with the unit in their name, such as `p99 ms`. */
  readonly figures: Readonly<Record<string, Spread>>;
  /** Operations in each bucket, round by round; only where the course of time matters. */
  readonly timelines?: readonly (readonly number[])[];
}

/** A ratio of two figures of the same round, or a figure as it is where `to` is missing. */
export interface ComparisonReport extends Spread {
  readonly label: string;
  readonly of: Operand;
  readonly to?: Operand;
  readonly target?: Target;
  /** Whether the median is within the target. */
  readonly met?: boolean;
}
