import { DuplicateEventIdError } from '../../../errors/index.js';
import type { AppendResult, PreparedAppend } from '../../../event-store/index.js';
import {
  endOf,
  exactPosition,
  toRecordedEvent,
  toRecordedEvents,
  type CommitDocument,
  type PlacedCommit,
} from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';

/**
 * Finds the append that these events already are: the same stream, the same ids in the same order.
 *
 * @throws DuplicateEventIdError when some of the ids belong to another append
 */
export async function findEarlierAppend(
  log: LogCollections,
  { streamId, events }: PreparedAppend,
): Promise<AppendResult | undefined> {
  const eventIds = events.map(({ eventId }) => eventId);
  const [commit, another] = await log.reads.read((session) =>
    log.commits
      .find({ 'events.eventId': { $in: eventIds } }, { session })
      .limit(2)
      .toArray(),
  );
  if (commit === undefined) return undefined;
  const isSame =
    another === undefined &&
    commit.streamId === streamId &&
    commit.count === eventIds.length &&
    commit.events.every(({ eventId }, index) => eventId === eventIds[index]);
  if (isSame) return documentResult(commit);
  const stored = new Set([commit, another].flatMap((found) => found?.events.map(({ eventId }) => eventId)));
  throw new DuplicateEventIdError(
    streamId,
    eventIds.filter((eventId) => stored.has(eventId)),
  );
}

function documentResult(commit: CommitDocument): AppendResult {
  return {
    streamId: commit.streamId,
    streamVersion: exactPosition(commit.position) + commit.count - 1,
    globalPosition: endOf(commit) - 1,
    events: commit.events.map((_, index) => toRecordedEvent(commit, index)),
  };
}

/** What the caller of an append is told. */
export function commitResult(commit: PlacedCommit): AppendResult {
  const last = commit.events.length - 1;
  return {
    streamId: commit.streamId,
    streamVersion: commit.streamPosition + last,
    globalPosition: commit.globalPosition + last,
    events: toRecordedEvents(commit),
  };
}
