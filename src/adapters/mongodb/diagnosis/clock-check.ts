import type { Db, Document } from 'mongodb';
import { ok, problem, warning, type Check } from './check.js';

/** How far the server's clock is ahead of this process's. */
export interface ClockDifference {
  readonly differenceMs: number;
  /** The difference may be off by so much either way: half the time that the answer took. */
  readonly uncertaintyMs: number;
}

const looks = 5;

/** Asks the server a few times, and believes the answer that came soonest. */
export async function measureClock(database: Db): Promise<ClockDifference> {
  let best: ClockDifference = { differenceMs: 0, uncertaintyMs: Infinity };
  for (let look = 0; look < looks; look++) {
    const asked = performance.now();
    const { localTime }: Document = await database.command({ hello: 1 });
    const uncertaintyMs = (performance.now() - asked) / 2;
    const differenceMs = (localTime as Date).getTime() - (Date.now() - uncertaintyMs);
    if (uncertaintyMs < best.uncertaintyMs) best = { differenceMs, uncertaintyMs };
  }
  return { differenceMs: Math.round(best.differenceMs), uncertaintyMs: Math.ceil(best.uncertaintyMs) };
}

/** What receivers of webhooks allow is 5 minutes. */
const [noticedMs, refusedMs] = [1_000, 4 * 60_000];

export function checkClock({ differenceMs, uncertaintyMs }: ClockDifference): Check {
  const name = 'clock';
  const sureMs = Math.abs(differenceMs) - uncertaintyMs;
  const what =
    `the server's is ${String(Math.abs(differenceMs))} ms ${differenceMs < 0 ? 'behind' : 'ahead of'} this machine's ` +
    `(± ${String(uncertaintyMs)} ms)`;
  const remedy = 'Let both machines follow a time server (NTP).';
  if (sureMs > refusedMs)
    return problem(name, `${what}: receivers refuse the webhooks that this machine signs`, remedy);
  if (sureMs > noticedMs) return warning(name, `${what}; events bear the server's time`, remedy);
  return ok(name, what);
}
