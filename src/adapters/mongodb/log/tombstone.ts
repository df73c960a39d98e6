import { Long } from 'mongodb';
import type { CommitDocument, TombstoneDocument } from './commit-document.js';
import { insertDocuments, type InsertFailure } from './insert-documents.js';
import type { LogCollections } from './log-collections.js';

/** The stream of the tombstones. `$` begins no stream of a user. */
export const tombstoneStreamId = '$tombstones';

/** So many go out in one insert. */
const maximumPerInsert = 5_000;

export function isTombstone({ streamId }: Pick<CommitDocument, 'streamId'>): boolean {
  return streamId === tombstoneStreamId;
}

/**
 * Makes sure that nothing lands at these positions any more that is not there already.
 *
 * @returns the positions that were taken: by a commit or an earlier tombstone
 */
export async function closePositions(log: LogCollections, positions: Iterable<number>): Promise<number[]> {
  const taken: number[] = [];
  let waiting: number[] = [];
  const flush = async (): Promise<void> => {
    const failures = await insertDocuments(log, waiting.map(tombstoneAt));
    for (const { index } of failures.filter(mustBeDuplicate)) taken.push(waiting[index] ?? -1);
    waiting = [];
  };
  for (const position of positions) {
    waiting.push(position);
    if (waiting.length === maximumPerInsert) await flush();
  }
  if (waiting.length > 0) await flush();
  return taken;
}

/** Its stream position is the global one, so that it is unique too. */
function tombstoneAt(position: number): TombstoneDocument {
  const exact = Long.fromNumber(position);
  return { _id: exact, streamId: tombstoneStreamId, position: exact, count: 1 };
}

function mustBeDuplicate(failure: InsertFailure): boolean {
  if (failure.duplicateOf !== undefined) return true;
  throw failure.error;
}
