/** What one run of a contender has measured: figures by name. A name ends with its unit, but for `rate` and for shares. */
export type Figures = Readonly<Record<string, number>>;

/** One run of a contender. */
export interface Sample {
  /** `rate` is in the workload's unit; the other names say their unit themselves. */
  readonly figures: Figures;
  /** Operations in each bucket of time, where the course of time matters. */
  readonly timeline?: readonly number[];
}
