import type { Filter } from 'mongodb';
import type { StreamInfo } from '../../../event-store/index.js';
import { exactPosition, type CommitDocument } from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';
import { batchesOf } from './documents.js';

const streamsPerBatch = 500;
const reservedPrefix = '$';

interface StreamEnd {
  readonly _id: string;
  readonly position: number;
  readonly count: number;
  readonly updatedAt: Date;
}

export interface StreamListing {
  readonly prefix: string;
  readonly after: string;
  readonly maxCount: number;
}

/** Lists streams by their first commits, which all have position 0; the index gives them in order. */
export async function* listStreams(
  log: LogCollections,
  { prefix, after, maxCount }: StreamListing,
): AsyncGenerator<StreamInfo, void, undefined> {
  const filter: Filter<CommitDocument> = { streamId: { $gt: after, $gte: prefix }, position: 0 };
  const cursor = log.commits
    .find(filter, { projection: { _id: 0, streamId: 1, createdAt: 1 }, batchSize: Math.min(streamsPerBatch, maxCount) })
    .sort({ streamId: 1 });
  let left = maxCount;
  if (left === 0) return;
  for await (const batch of batchesOf(cursor)) {
    const inPrefix = batch.filter(({ streamId }) => streamId.startsWith(prefix));
    const wanted = inPrefix.filter(({ streamId }) => !streamId.startsWith(reservedPrefix)).slice(0, left);
    const ends = await streamEnds(log, wanted.map(({ streamId }) => streamId));
    for (const { streamId, createdAt } of wanted) {
      const end = ends.get(streamId);
      if (end !== undefined) yield toStreamInfo(streamId, createdAt, end);
    }
    left -= wanted.length;
    // All that begins so stands together, and the rest of the batch is past it.
    if (left <= 0 || inPrefix.length < batch.length) return;
  }
}

/** Where a stream is; `null` when it has no events. */
export async function streamInfo(log: LogCollections, streamId: string): Promise<StreamInfo | null> {
  const [first, ends] = await Promise.all([
    log.commits.findOne({ streamId, position: 0 }, { projection: { _id: 0, createdAt: 1 } }),
    streamEnds(log, [streamId]),
  ]);
  const end = ends.get(streamId);
  return first === null || end === undefined ? null : toStreamInfo(streamId, first.createdAt, end);
}

/** The last commit of each stream: a distinct scan of the index, for sort and group follow it backwards. */
async function streamEnds(log: LogCollections, streamIds: readonly string[]): Promise<ReadonlyMap<string, StreamEnd>> {
  const ends = await log.commits
    .aggregate<StreamEnd>([
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
    ])
    .toArray();
  return new Map(ends.map((end) => [end._id, end]));
}

function toStreamInfo(streamId: string, createdAt: Date, { position, count, updatedAt }: StreamEnd): StreamInfo {
  return { streamId, streamVersion: exactPosition(position) + count - 1, createdAt, updatedAt };
}
