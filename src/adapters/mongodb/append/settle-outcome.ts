import { setTimeout as wait } from 'node:timers/promises';
import { BSON, MongoAPIError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { isPassingFailure } from '../connection/driver-error.js';
import { exactPosition, type PlacedCommit } from '../log/commit-document.js';
import { WriteConcernFailure } from '../log/insert-documents.js';
import type { LogCollections } from '../log/log-collections.js';
import { closePositions } from '../log/tombstone.js';

/** So long the database may stay away before a caller is told that the outcome is not known. */
const patienceMs = 30_000;
const pauseMs = 100;

/** What became of a commit whose insert did not answer. */
export type Settled = 'stored' | 'absent' | { readonly unknown: unknown };

/** Tells whether documents may be stored, or be stored later, although their insert failed. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (error instanceof WriteConcernFailure) return true;
  if (error instanceof MongoServerError) return isPassingFailure(error);
  const wasNeverSent =
    error instanceof MongoServerSelectionError || error instanceof MongoAPIError || error instanceof BSON.BSONError;
  return !wasNeverSent;
}

/**
 * Finds out about each commit whether it is stored, and makes sure that the others never will be: it puts tombstones in
 * their places. Where a tombstone lands, the commit can never land; where none lands, the commit is there, or a reader
 * has closed the place.
 */
export async function settleOutcome(
  log: LogCollections,
  commits: readonly PlacedCommit[],
): Promise<ReadonlyMap<PlacedCommit, Settled>> {
  const settled = new Map<PlacedCommit, Settled>();
  const deadline = performance.now() + patienceMs;
  let cause: unknown;
  let mayPass = true;
  for (;;) {
    const open = commits.filter((commit) => !settled.has(commit));
    if (open.length === 0) return settled;
    try {
      for (const [commit, is] of await settleOnce(log, open)) settled.set(commit, is);
      if (settled.size === commits.length) return settled;
    } catch (error) {
      cause = error;
      mayPass = isPassingFailure(error) || error instanceof WriteConcernFailure;
    }
    if (!mayPass || performance.now() > deadline) {
      for (const commit of commits) if (!settled.has(commit)) settled.set(commit, { unknown: cause });
      return settled;
    }
    await wait(pauseMs);
  }
}

async function settleOnce(
  log: LogCollections,
  commits: readonly PlacedCommit[],
): Promise<ReadonlyMap<PlacedCommit, Settled>> {
  const settled = new Map<PlacedCommit, Settled>(commits.map((commit) => [commit, 'absent']));
  const taken = new Set(
    await closePositions(
      log,
      commits.map(({ globalPosition }) => globalPosition),
    ),
  );
  if (taken.size === 0) return settled;
  const projection = { streamId: 1, 'events.eventId': 1 } as const;
  const documents = await log.reads.read((session) =>
    log.commits.find({ _id: { $in: [...taken] } }, { projection, session }).toArray(),
  );
  const byPosition = new Map(documents.map((document) => [exactPosition(document._id), document]));
  for (const commit of commits.filter(({ globalPosition }) => taken.has(globalPosition))) {
    const document = byPosition.get(commit.globalPosition);
    // What holds the place is not on a majority yet: it may be rolled back, so ask again.
    if (document === undefined) settled.delete(commit);
    else if (document.streamId === commit.streamId && document.events[0]?.eventId === commit.events[0]?.eventId) {
      settled.set(commit, 'stored');
    }
  }
  return settled;
}
