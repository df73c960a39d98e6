import { answered } from '../connection/answered.js';
import { endOf, exactPosition, type CommitDocument, type CommitPlace } from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';

/** Positions from `start` on, before `end` where there is one. */
export interface PositionRange {
  readonly start: number;
  readonly end: number | undefined;
}

type CommitTime = CommitPlace & Pick<CommitDocument, 'createdAt'>;

/**
 * The positions at which everything lies that was stored in a span of time, both ends included. The order by time is that
 * of the positions, so a search by halves finds them without an index of times. A tombstone has no time.
 */
export async function findTimeSpan(
  log: LogCollections,
  from: Date | undefined,
  to: Date | undefined,
): Promise<PositionRange> {
  const last = from === undefined && to === undefined ? null : await findTime(log, 0, -1);
  if (last === null) return { start: 0, end: undefined };
  const [start, end] = await Promise.all([
    from && firstPosition(log, last, (createdAt) => createdAt >= from),
    to && firstPosition(log, last, (createdAt) => createdAt > to),
  ]);
  // Nothing is past the span yet: what comes may still lie in it.
  return { start: start ?? 0, end: end === endOf(last) ? undefined : end };
}

/** The lowest position from which on every commit passes a test; the end of the last one when that fails. */
async function firstPosition(
  log: LogCollections,
  last: CommitTime,
  test: (createdAt: Date) => boolean,
): Promise<number> {
  if (!test(last.createdAt)) return endOf(last);
  let low = 0;
  let high = exactPosition(last._id);
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    const commit = await findTime(log, middle, 1);
    if (commit === null || test(commit.createdAt)) high = middle;
    else low = endOf(commit);
  }
  return low;
}

function findTime(log: LogCollections, start: number, direction: 1 | -1): Promise<CommitTime | null> {
  return answered(
    log.commits.findOne<CommitTime>(
      { _id: { $gte: start }, createdAt: { $exists: true } },
      { projection: { _id: 1, count: 1, createdAt: 1 }, sort: { _id: direction } },
    ),
  );
}
