import { Query, QueryHandler, readModel, type ReadModelReader } from 'annals';
import { inject } from 'inversify';
import { stages, type LoanStages, type Stage } from './projections.js';

export interface Funnel {
  /** How many applications have reached each stage. */
  counts: Record<Stage, number>;
  /** How many applications have both times. */
  decided: number;
  /** From submission to the decision, in milliseconds by the log's time; `null` where nothing was decided. */
  medianMs: number | null;
  p90Ms: number | null;
}

/** The funnel of all applications. */
export class GetFunnel extends Query<Funnel> {}

@QueryHandler(GetFunnel)
export class GetFunnelHandler {
  constructor(@inject(readModel('loan-stages')) private readonly loans: ReadModelReader<LoanStages>) {}

  async execute(): Promise<Funnel> {
    const counts = await Promise.all(stages.map(async (stage) => [stage, await this.loans.count({ [stage]: true })]));
    const durations = (await this.loans.find())
      .flatMap(({ submittedAt, decidedAt }) =>
        submittedAt && decidedAt ? [decidedAt.getTime() - submittedAt.getTime()] : [],
      )
      .sort((a, b) => a - b);
    return {
      counts: Object.fromEntries(counts) as Record<Stage, number>,
      decided: durations.length,
      medianMs: quantile(durations, 0.5),
      p90Ms: quantile(durations, 0.9),
    };
  }
}

/** The value below which a share of the sorted values lies (nearest rank). */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
