import type { Filter } from 'mongodb';
import type { CheckedEventQuery, TypeSelection } from '../../../event-store/index.js';
import { endOf, exactPosition, type CommitDocument } from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';
import { prefixEnd } from './prefix-end.js';
import { findTimeSpan } from './time-span.js';

type Condition = Filter<CommitDocument>;

/**
 * The commits that hold events a query asks for, each condition so that an index can serve it.
 *
 * @returns the conditions, which all must hold
 */
export async function queryFilter(log: LogCollections, query: CheckedEventQuery): Promise<Condition> {
  const { streamPrefix, streamId, createdFrom, createdTo } = query;
  const [types, span, cursor] = await Promise.all([
    storedTypes(log, query.types),
    findTimeSpan(log, createdFrom, createdTo),
    cursorConditions(log, query),
  ]);
  const conditions: Condition[] = [
    ...cursor,
    ...eventConditions(types, query.correlationId),
    { _id: { $gte: span.start, ...(span.end !== undefined && { $lt: span.end }) } },
  ];
  if (streamId !== undefined) conditions.push({ streamId });
  if (streamPrefix !== '') conditions.push({ streamId: streamsFrom(streamPrefix) });
  // The span of positions leaves out what lands in it while the query runs.
  if (createdFrom !== undefined) conditions.push({ createdAt: { $gte: createdFrom } });
  if (createdTo !== undefined) conditions.push({ createdAt: { $lte: createdTo } });
  return { $and: conditions };
}

/**
 * The names of the types to look for; `undefined` for all. Patterns are compared with the types that are stored, which
 * are few and read from the index alone: the database gets names only, and merges their entries in order.
 */
async function storedTypes(
  log: LogCollections,
  selection: TypeSelection | undefined,
): Promise<readonly string[] | undefined> {
  if (selection === undefined || selection.isEverything) return undefined;
  if (!selection.hasPatterns) return selection.names;
  // The index has an entry for tombstones too, whose type is null.
  const stored: unknown[] = await log.commits.distinct('events.type');
  return stored.filter((type) => typeof type === 'string').filter(selection.has);
}

function eventConditions(types: readonly string[] | undefined, correlationId: string | undefined): Condition[] {
  const byType = types && { $in: [...types] };
  const byCorrelation = correlationId !== undefined && { 'events.metadata.correlationId': correlationId };
  if (byCorrelation === false) return [byType ? { 'events.type': byType } : { events: { $exists: true } }];
  // Said apart once more, for only so the database sees that its partial index serves.
  const inOneEvent = byType && { events: { $elemMatch: { type: byType, 'metadata.correlationId': correlationId } } };
  return inOneEvent ? [byCorrelation, inOneEvent] : [byCorrelation];
}

function streamsFrom(prefix: string): { $gte: string; $lt?: string } {
  const end = prefixEnd(prefix);
  return { $gte: prefix, ...(end !== undefined && { $lt: end }) };
}

/** From the cursor on, with all of a commit that it cuts in two. */
async function cursorConditions(
  log: LogCollections,
  { after, backwards, streamId }: CheckedEventQuery,
): Promise<Condition[]> {
  if (after === undefined) return [];
  const commit = await log.commits.findOne(
    { _id: { $lte: after }, events: { $exists: true } },
    { projection: { count: 1, streamId: 1, position: 1 }, sort: { _id: -1 } },
  );
  const isCut = commit !== null && endOf(commit) > after + 1;
  const start = isCut ? exactPosition(commit._id) : after + 1;
  const conditions: Condition[] = [{ _id: backwards ? { $lt: after } : { $gte: start } }];
  // A stream is read in the order of its own positions, and the cursor is mostly in it.
  if (commit !== null && commit.streamId === streamId) {
    const position = exactPosition(commit.position);
    conditions.push({ position: backwards ? { $lte: position } : { $gte: position } });
  }
  return conditions;
}
