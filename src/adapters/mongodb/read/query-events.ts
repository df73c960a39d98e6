import type { CheckedEventQuery, EventQueryPage, RecordedEvent } from '../../../event-store/index.js';
import { endOf, exactPosition, toRecordedEvent, type CommitDocument } from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';
import { batchesOf } from './documents.js';
import { queryFilter } from './query-filter.js';

/** Finds a page of events, in the direction of the query; it holds one batch of the database, of at most 16 MiB. */
export async function queryEvents(log: LogCollections, query: CheckedEventQuery): Promise<EventQueryPage> {
  const { backwards, maxCount } = query;
  const direction = backwards ? -1 : 1;
  // The commit at the cursor may give nothing; each other gives an event, and one more than wanted shows what follows.
  const limit = maxCount + 2;
  const cursor = log.commits
    .find(await queryFilter(log, query), { allowDiskUse: true, batchSize: limit + 1 })
    // The positions of a stream run the way of the global ones, and have an index.
    .sort(query.streamId === undefined ? { _id: direction } : { position: direction })
    .limit(limit);
  const events: RecordedEvent[] = [];
  for await (const commits of batchesOf(cursor)) {
    for (const commit of commits) {
      for (const index of wantedIndexes(commit, query)) {
        const last = events.at(-1);
        if (last !== undefined && events.length === maxCount) return { events, next: last.globalPosition };
        events.push(toRecordedEvent(commit, index));
      }
    }
    const last = commits.at(-1);
    const isCut = commits.length === limit || cursor.id?.isZero() === false;
    if (isCut && last !== undefined) return { events, next: backwards ? exactPosition(last._id) : endOf(last) - 1 };
  }
  return { events, next: null };
}

function* wantedIndexes(
  commit: CommitDocument,
  { types, correlationId, ...query }: CheckedEventQuery,
): Generator<number> {
  const { backwards, after = backwards ? Infinity : -1 } = query;
  const start = exactPosition(commit._id);
  for (let step = 0; step < commit.count; step++) {
    const index = backwards ? commit.count - 1 - step : step;
    const event = commit.events[index];
    if (event === undefined || (backwards ? start + index >= after : start + index <= after)) continue;
    if (types?.has(event.type) === false) continue;
    if (correlationId !== undefined && event.metadata.correlationId !== correlationId) continue;
    yield index;
  }
}
