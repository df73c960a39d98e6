import { Long, type Collection, type Db, type Filter, type IndexDescription } from 'mongodb';
import { answered } from '../connection/answered.js';
import { MonotonicReads } from '../connection/monotonic-reads.js';
import { commitPlaceProjection, endOf, type CommitDocument } from './commit-document.js';

/** The document that hands out positions. */
export interface PositionCounter {
  readonly _id: string;
  /** The next global position to give. */
  readonly next: Long | number;
  /** The latest time that was given with a position. */
  readonly at?: Date;
}

/** One log: its commits and the counter of its positions. A database may hold several. */
export interface LogCollections {
  readonly database: Db;
  readonly reads: MonotonicReads;
  readonly commits: Collection<CommitDocument>;
  readonly positions: Collection<PositionCounter>;
  /** The `_id` of the log's counter. */
  readonly counterId: string;
  /** The `_id` of the document that says up to where the log is settled. */
  readonly settledId: string;
}

export function logCollections(database: Db): LogCollections {
  return {
    database,
    reads: new MonotonicReads(database.client),
    commits: database.collection<CommitDocument>('events'),
    positions: database.collection<PositionCounter>('positions'),
    counterId: 'events',
    settledId: 'events/settled',
  };
}

/** What the promises of a log stand on, and what makes its queries fast. */
export const commitIndexes = [
  { key: { streamId: 1, position: 1 }, name: 'stream_position', unique: true },
  { key: { 'events.eventId': 1 }, name: 'event_id', unique: true, sparse: true },
  { key: { 'events.type': 1, _id: 1 }, name: 'event_type' },
  {
    key: { 'events.metadata.correlationId': 1, _id: 1 },
    name: 'correlation_id',
    partialFilterExpression: { 'events.metadata.correlationId': { $exists: true } },
  },
] satisfies IndexDescription[];

/** Creates what is missing. Safe to repeat, also by several processes at once. */
export async function prepareLog(log: LogCollections): Promise<void> {
  await log.commits.createIndexes(commitIndexes);
  const projection = { ...commitPlaceProjection, createdAt: 1 } as const;
  const lastOf = (filter: Filter<CommitDocument>) =>
    answered(log.commits.findOne(filter, { projection, sort: { _id: -1 } }));
  const last = await lastOf({});
  const lastTimed = await lastOf({ createdAt: { $exists: true } });
  // $max, so that a counter restored from an older backup than the commits never gives a position twice.
  const atLeast = {
    next: Long.fromNumber(last === null ? 0 : endOf(last)),
    ...(lastTimed && { at: lastTimed.createdAt }),
  };
  await answered(log.positions.updateOne({ _id: log.counterId }, { $max: atLeast }, { upsert: true }));
}
