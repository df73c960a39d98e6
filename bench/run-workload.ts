import { compare, summarize } from './compare.js';
import type { Workload } from './contest.js';
import { measure } from './measure/rounds.js';
import type { WorkloadReport } from './report.js';
import { Stage, type StageOptions } from './stage.js';

/** Runs one workload from its preparation to its figures. An error is an outcome too: the others go on. */
export async function runWorkload(workload: Workload, options: StageOptions, rounds: number): Promise<WorkloadReport> {
  const { name, title, unit, notes = [] } = workload;
  const began = performance.now();
  const head = () => ({ name, title, unit, notes, seconds: Math.round(performance.now() - began) / 1_000 });
  const nothing = { contenders: [], comparisons: [] };
  const stage = new Stage(options);
  try {
    const contest = await workload.prepare(stage);
    if (typeof contest === 'string') return { ...head(), outcome: 'left out', reason: contest, ...nothing };
    const { contenders, comparisons = [], bucketMs } = contest;
    const measured = await measure(contenders, rounds);
    return {
      ...head(),
      outcome: 'measured',
      contenders: measured.map(summarize),
      comparisons: comparisons.map((one) => compare(one, measured)).filter((one) => one !== undefined),
      ...(bucketMs !== undefined && { bucketMs }),
    };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...head(), outcome: 'failed', reason, ...nothing };
  } finally {
    await stage.close();
  }
}
