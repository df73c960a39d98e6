import type { Filter } from 'mongodb';
import type { CheckedReadStream, RecordedEvent } from '../../../event-store/index.js';
import type { StreamHeads } from '../append/stream-heads.js';
import { exactPosition, toRecordedEvent, type CommitDocument } from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';
import { batchesOf } from './documents.js';

/** The server ends a batch at 16 MiB; fewer round trips are worth much to a long stream, and a batch costs no more memory. */
const documentsPerBatch = 10_000;

/** Reads single streams, in the order of their positions. */
export class StreamReader {
  readonly #log: LogCollections;
  readonly #heads: StreamHeads;

  constructor(log: LogCollections, heads: StreamHeads) {
    this.#log = log;
    this.#heads = heads;
  }

  async readAll(streamId: string, read: CheckedReadStream): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const batch of this.batches(streamId, read)) for (const event of batch) events.push(event);
    return events;
  }

  /** The events of a stream, in batches of about the size that the database sends. */
  async *batches(streamId: string, read: CheckedReadStream): AsyncGenerator<RecordedEvent[], void, undefined> {
    if (read.maxCount === 0 || read.from > read.to) return;
    const cursor = this.#log.commits
      .find(await this.#filter(streamId, read), { batchSize: documentsPerBatch })
      .sort({ position: read.backwards ? -1 : 1 });
    // Each document holds at least one event that is wanted.
    if (read.maxCount < documentsPerBatch) cursor.limit(read.maxCount);
    let left = read.maxCount;
    for await (const commits of batchesOf(cursor)) {
      const events: RecordedEvent[] = [];
      for (const commit of commits) addEvents(commit, read, events);
      if (events.length > left) events.length = left;
      left -= events.length;
      const last = commits.at(-1);
      if (last !== undefined) this.#heads.learn(streamId, exactPosition(last.position) + last.count - 1);
      yield events;
      if (left === 0) return;
    }
  }

  async #filter(streamId: string, read: CheckedReadStream): Promise<Filter<CommitDocument>> {
    const position = { $gte: await this.#startOfCommit(streamId, read.from), $lte: read.to };
    return { streamId, position, ...(read.asOf !== undefined && { createdAt: { $lte: read.asOf } }) };
  }

  /** The position of the commit that holds a position: an append of several events is one document. */
  async #startOfCommit(streamId: string, position: number): Promise<number> {
    if (position === 0 || this.#heads.get(streamId) === position - 1) return position;
    const commit = await this.#log.commits.findOne(
      { streamId, position: { $lte: position } },
      { projection: { _id: 0, position: 1 }, sort: { position: -1 } },
    );
    return commit === null ? position : exactPosition(commit.position);
  }
}

function addEvents(commit: CommitDocument, { from, to, backwards }: CheckedReadStream, events: RecordedEvent[]): void {
  const start = exactPosition(commit.position);
  const first = Math.max(0, from - start);
  const last = Math.min(commit.count - 1, to - start);
  if (backwards) for (let index = last; index >= first; index--) events.push(toRecordedEvent(commit, index));
  else for (let index = first; index <= last; index++) events.push(toRecordedEvent(commit, index));
}
