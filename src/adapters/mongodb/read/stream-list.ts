import type { Filter } from 'mongodb';
import type { StreamInfo } from '../../../event-store/index.js';
import type { CommitDocument } from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';
import { streamEnds, type StreamEnd } from '../log/stream-ends.js';
import { batchesOf } from './documents.js';

const streamsPerBatch = 500;
const reservedPrefix = '$';

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
    const ends = await streamEnds(
      log,
      wanted.map(({ streamId }) => streamId),
    );
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
    log.reads.read((session) =>
      log.commits.findOne({ streamId, position: 0 }, { projection: { _id: 0, createdAt: 1 }, session }),
    ),
    streamEnds(log, [streamId]),
  ]);
  const end = ends.get(streamId);
  return first === null || end === undefined ? null : toStreamInfo(streamId, first.createdAt, end);
}

function toStreamInfo(streamId: string, createdAt: Date, { version, updatedAt }: StreamEnd): StreamInfo {
  return { streamId, streamVersion: version, createdAt, updatedAt };
}
