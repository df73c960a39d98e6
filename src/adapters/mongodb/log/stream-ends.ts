import type { Long } from 'mongodb';
import { exactPosition } from './commit-document.js';
import type { LogCollections } from './log-collections.js';

/** Where a stream ends. */
export interface StreamEnd {
  /** The position of its last event. */
  readonly version: number;
  readonly updatedAt: Date;
}

interface LastCommit {
  readonly _id: string;
  readonly position: Long | number;
  readonly count: number;
  readonly updatedAt: Date;
}

/** The ends of those of the streams that exist: a distinct scan of the index, for sort and group follow it backwards. */
export async function streamEnds(
  log: LogCollections,
  streamIds: readonly string[],
): Promise<ReadonlyMap<string, StreamEnd>> {
  const pipeline = [
    { $match: { streamId: { $in: [...streamIds] } } },
    { $sort: { streamId: -1, position: -1 } },
    {
      $group: {
        _id: '$streamId',
        position: { $first: '$position' },
        count: { $first: '$count' },
        updatedAt: { $first: '$createdAt' },
      },
    },
  ];
  const commits = await log.reads.read((session) => log.commits.aggregate<LastCommit>(pipeline, { session }).toArray());
  return new Map(
    commits.map(({ _id, position, count, updatedAt }) => [
      _id,
      { version: exactPosition(position) + count - 1, updatedAt },
    ]),
  );
}
