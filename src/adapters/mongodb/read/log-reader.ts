import type { ClientSession, Filter, FindCursor } from 'mongodb';
import type { CheckedReadPage, EventPage, RecordedEvent } from '../../../event-store/index.js';
import {
  commitPlaceProjection,
  endOf,
  exactPosition,
  toRecordedEvent,
  type CommitDocument,
  type CommitPlace,
} from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';
import { isTombstone, tombstoneStreamId } from '../log/tombstone.js';
import { CommitEnds } from './commit-ends.js';
import { batchesOf } from './documents.js';
import type { SafeEnd } from './safe-end.js';
import { typeCondition } from './type-condition.js';

/** So many at a time. */
const maximumDocuments = 10_000;

/** Reads the log in global order, and never past a position that may still be filled. */
export class LogReader {
  readonly #log: LogCollections;
  readonly #safeEnd: SafeEnd;
  readonly #ends = new CommitEnds();
  /** How many wanted events a document has had of late: so many fewer are fetched for a page. */
  #eventsPerDocument = 1;

  constructor(log: LogCollections, safeEnd: SafeEnd) {
    this.#log = log;
    this.#safeEnd = safeEnd;
  }

  async readPage(options: CheckedReadPage): Promise<EventPage> {
    const start = await this.#startOfCommit(options.after + 1);
    const isFiltered = options.types !== undefined || options.streams !== undefined;
    // Without a filter the page itself shows whether positions are missing.
    const page = isFiltered ? undefined : await this.#readUntil(start, undefined, options);
    if (page !== undefined && page.position > options.after) return page;
    const end = await this.#safeEnd.reach(start);
    return end > start ? this.#readUntil(start, end, options) : { events: [], position: options.after };
  }

  /** The position of the last event, when everything up to it is visible; -1 when there is none. */
  async headPosition(): Promise<number> {
    const last = await this.#lastCommit({});
    if (last === null) return -1;
    const head = endOf(last) - 1;
    for (let end = 0; end <= head;) end = await this.#safeEnd.reach(end);
    return head;
  }

  /** @param end everything before it is settled; without it the page ends at the first hole */
  async #readUntil(start: number, end: number | undefined, options: CheckedReadPage): Promise<EventPage> {
    const session = this.#log.reads.begin();
    const events: RecordedEvent[] = [];
    let next = start;
    try {
      for (let isOver = false; !isOver;) {
        ({ next, isOver } = await this.#collect(events, next, end, options, session));
      }
    } finally {
      await this.#log.reads.end(session);
    }
    // Only now: whoever trusts in what is settled must read at least what this read has seen.
    this.#safeEnd.learn(start, next);
    this.#ends.add(next);
    return { events, position: next - 1 };
  }

  /**
   * Collects events that are wanted, from about so many documents as the page lacks: what is fetched beyond it is lost.
   *
   * @returns the end of what it has looked at, and whether the page ends there
   */
  async #collect(
    events: RecordedEvent[],
    start: number,
    end: number | undefined,
    options: CheckedReadPage,
    session: ClientSession,
  ): Promise<{ next: number; isOver: boolean }> {
    const { after, maxCount, types } = options;
    const before = events.length;
    const limit = Math.min(Math.ceil((maxCount - before) / this.#eventsPerDocument), maximumDocuments);
    let read = 0;
    let looked = 0;
    let next = start;
    const cursor = this.#find(start, end, options, session).limit(limit).batchSize(limit);
    for await (const commits of batchesOf(cursor)) {
      read += commits.length;
      for (const commit of commits) {
        const position = exactPosition(commit._id);
        const isHole = end === undefined && position > next;
        if (isHole || events.length >= maxCount) return { next, isOver: true };
        looked++;
        next = Math.max(next, endOf(commit));
        if (isTombstone(commit)) continue;
        for (let index = Math.max(0, after + 1 - position); index < commit.count; index++) {
          const event = commit.events[index];
          if (event !== undefined && types?.has(event.type) !== false) events.push(toRecordedEvent(commit, index));
        }
        this.#eventsPerDocument = Math.max(1, (events.length - before) / looked);
      }
      // The database cut the batch by its size in bytes: enough for one page in memory.
      if (read < limit && cursor.id?.isZero() === false && events.length > 0) return { next, isOver: true };
    }
    if (read < limit) return { next: end ?? next, isOver: true };
    return { next, isOver: events.length >= maxCount };
  }

  #find(
    start: number,
    end: number | undefined,
    { types, streams }: CheckedReadPage,
    session: ClientSession,
  ): FindCursor<CommitDocument> {
    const filter: Filter<CommitDocument> = {
      _id: { $gte: start, ...(end !== undefined && { $lt: end }) },
      ...(types !== undefined && { 'events.type': { $in: typeCondition(types) } }),
      ...(streams !== undefined && { streamId: { $in: [...streams] } }),
    };
    return this.#log.commits.find(filter, { allowDiskUse: true, session }).sort({ _id: 1 });
  }

  /** The position of the commit that holds a position, or the position itself when it begins one. */
  async #startOfCommit(position: number): Promise<number> {
    if (this.#ends.has(position)) return position;
    const commit = await this.#lastCommit({ _id: { $lt: position } });
    if (commit === null || endOf(commit) < position) return position;
    if (endOf(commit) > position) return exactPosition(commit._id);
    this.#ends.add(position);
    return position;
  }

  #lastCommit(filter: Filter<CommitDocument>): Promise<CommitPlace | null> {
    return this.#log.reads.read((session) =>
      this.#log.commits.findOne(
        { ...filter, streamId: { $ne: tombstoneStreamId } },
        { projection: commitPlaceProjection, sort: { _id: -1 }, session },
      ),
    );
  }
}
