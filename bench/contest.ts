import type { Host, ParametersOf, ResultOf, TaskName } from './hosts/host.js';
import type { Sample } from './measure/sample.js';
import type { Stage } from './stage.js';

/** Something that is measured against others. */
export interface Contender {
  readonly name: string;
  /** Works once through, and says what it has measured. */
  run(): Promise<Sample>;
  /** Comes once before the rounds; a run whose figures are thrown away where it is missing. */
  warmUp?(): Promise<unknown>;
}

/** One figure of one contender; `rate` unless it says another. */
export interface Operand {
  readonly contender: string;
  readonly figure?: string;
}

export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** What is worked out round by round from the figures: the ratio of two, or a figure as it is. */
export interface Comparison {
  readonly label: string;
  readonly of: Operand;
  readonly to?: Operand;
  readonly target?: Target;
}

/** What a workload has measured and compared. Comparisons with a contender that is not there are left out. */
export interface Contest {
  readonly contenders: readonly Contender[];
  readonly comparisons?: readonly Comparison[];
  /** The milliseconds of a bucket of the samples' timelines. */
  readonly bucketMs?: number;
}

export interface Workload {
  /** What `--only` calls it. */
  readonly name: string;
  readonly title: string;
  /** What a `rate` counts. */
  readonly unit: string;
  /** What a reader of the figures must know. */
  readonly notes?: readonly string[];

  /** Fills the database and starts the processes. @returns the contest, or why there is none on this machine */
  prepare(stage: Stage): Promise<Contest | string>;
}

/** A contender that is a task of a host. */
export function taskContender<Name extends TaskName>(
  host: Host,
  task: ResultOf<Name> extends Sample ? Name : never,
  parameters: ParametersOf<Name>,
  name = host.label,
): Contender {
  return { name, run: () => host.run(task, parameters) as Promise<Sample> };
}
