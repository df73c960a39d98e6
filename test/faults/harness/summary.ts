import { commitsOf, eventsOf, type Evidence } from './evidence.js';
import type { Verdict } from './linearizability.js';

/** One line with the figures of a fault test. */
export function summary(test: {
  readonly name: string;
  readonly seconds: number;
  readonly faults: number;
  readonly evidence: Evidence;
  readonly linearizability: Verdict;
}): string {
  const { name, seconds, faults, evidence, linearizability } = test;
  const appends = evidence.history.filter(({ intent }) => intent.kind === 'append');
  const count = (kind: string) => appends.filter(({ outcome }) => outcome.kind === kind).length;
  const commits = commitsOf(evidence);
  const stored = new Set(commits.flatMap(({ eventIds }) => eventIds));
  const unknown = appends.filter(({ outcome }) => outcome.kind === 'unknown');
  const unknownStored = unknown.filter(({ intent }) =>
    intent.kind === 'append' ? intent.parts.every(({ eventIds }) => eventIds.every((id) => stored.has(id))) : false,
  );
  const slowest = appends.reduce(
    (most, { calledAt, returnedAt }) => (Number.isFinite(returnedAt) ? Math.max(most, returnedAt - calledAt) : most),
    0,
  );
  const figures = [
    `${seconds.toFixed(1)} s`,
    `${faults} faults`,
    `${count('stored')} appends acknowledged`,
    `${count('conflict')} conflicts`,
    `${count('refused')} refused`,
    `${unknown.length} unknown (${unknownStored.length} of them stored)`,
    `${eventsOf(evidence).length} events`,
    `${evidence.log.length - commits.length} tombstones`,
    `the slowest append ${(slowest / 1e9).toFixed(1)} s`,
  ];
  return `${name}: ${figures.join(', ')}; ${judged(linearizability)}`;
}

function judged({ verdict, operations, reason }: Verdict): string {
  if (verdict === 'unjudged') return `linearizability not judged, the invariants alone: ${reason}`;
  return `${operations} operations ${verdict}${reason === '' ? '' : `: ${reason}`}`;
}
