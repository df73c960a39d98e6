import type { RecordedEvent } from '../../../event-store/index.js';
import { toRecordedEvent } from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';

/** The events that have these ids, ordered by global position. */
export async function findEvents(log: LogCollections, eventIds: readonly string[]): Promise<readonly RecordedEvent[]> {
  const wanted = new Set(eventIds);
  const commits = await log.reads.read((session) =>
    log.commits
      .find({ 'events.eventId': { $in: [...wanted] } }, { session })
      .sort({ _id: 1 })
      .toArray(),
  );
  return commits.flatMap((commit) =>
    commit.events.flatMap(({ eventId }, index) => (wanted.has(eventId) ? [toRecordedEvent(commit, index)] : [])),
  );
}
