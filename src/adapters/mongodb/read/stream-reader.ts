import type { ClientSession, Filter, FindCursor } from 'mongodb';
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
    let left = read.maxCount;
    const session = this.#log.reads.begin();
    try {
      for await (const commits of this.#commits(streamId, read, session)) {
        const events: RecordedEvent[] = [];
        for (const commit of commits) addEvents(commit, read, events);
        if (events.length > left) events.length = left;
        left -= events.length;
        const last = commits.at(-1);
        if (last !== undefined) this.#heads.learn(streamId, endOfCommit(last));
        yield events;
        if (left === 0) return;
      }
    } finally {
      await this.#log.reads.end(session);
    }
  }

  /** The commits that hold the wanted events: an append of several events is one document, and may begin before them. */
  async *#commits(
    streamId: string,
    read: CheckedReadStream,
    session: ClientSession,
  ): AsyncGenerator<readonly CommitDocument[]> {
    const { from, backwards } = read;
    let isComplete = from === 0 || this.#heads.get(streamId) === from - 1;
    const start = isComplete || !backwards ? from : await this.#startOfCommit(streamId, from);
    for await (const commits of batchesOf(this.#find(streamId, start, read, session))) {
      // Read forwards it mostly turns out that a commit begins just here, and nothing else need be asked.
      if (!isComplete && !backwards && exactPosition(commits[0]?.position ?? from) !== from) {
        yield* this.#commitBefore(streamId, read);
      }
      isComplete = true;
      yield commits;
    }
    if (!isComplete && !backwards) yield* this.#commitBefore(streamId, read);
  }

  #find(streamId: string, start: number, read: CheckedReadStream, session: ClientSession): FindCursor<CommitDocument> {
    const filter = { streamId, position: { $gte: start, $lte: read.to }, ...untilMoment(read) };
    const cursor = this.#log.commits
      .find(filter, { batchSize: documentsPerBatch, session })
      .sort({ position: read.backwards ? -1 : 1 });
    // Each document holds at least one event that is wanted.
    return read.maxCount < documentsPerBatch ? cursor.limit(read.maxCount) : cursor;
  }

  /** The commit that begins before `from` and holds it. */
  async *#commitBefore(streamId: string, read: CheckedReadStream): AsyncGenerator<readonly CommitDocument[]> {
    const commit = await this.#log.reads.read((session) =>
      this.#log.commits.findOne(
        { streamId, position: { $lt: read.from }, ...untilMoment(read) },
        { sort: { position: -1 }, session },
      ),
    );
    if (commit !== null && endOfCommit(commit) >= read.from) yield [commit];
  }

  async #startOfCommit(streamId: string, position: number): Promise<number> {
    const commit = await this.#log.reads.read((session) =>
      this.#log.commits.findOne(
        { streamId, position: { $lte: position } },
        { projection: { _id: 0, position: 1 }, sort: { position: -1 }, session },
      ),
    );
    return commit === null ? position : exactPosition(commit.position);
  }
}

function untilMoment({ asOf }: CheckedReadStream): Filter<CommitDocument> {
  return asOf === undefined ? {} : { createdAt: { $lte: asOf } };
}

/** The stream position of a commit's last event. */
function endOfCommit({ position, count }: CommitDocument): number {
  return exactPosition(position) + count - 1;
}

function addEvents(commit: CommitDocument, { from, to, backwards }: CheckedReadStream, events: RecordedEvent[]): void {
  const start = exactPosition(commit.position);
  const first = Math.max(0, from - start);
  const last = Math.min(commit.count - 1, to - start);
  if (backwards) for (let index = last; index >= first; index--) events.push(toRecordedEvent(commit, index));
  else for (let index = first; index <= last; index++) events.push(toRecordedEvent(commit, index));
}
