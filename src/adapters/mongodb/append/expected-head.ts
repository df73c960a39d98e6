import { StorageError } from '../../../errors/index.js';
import { meetsExpectation, type PreparedAppend } from '../../../event-store/index.js';
import type { StreamHeads } from './stream-heads.js';

/** A version of the stream that is known to have been its head once, and whether the append may stand behind it. */
export interface ExpectedHead {
  readonly head: number;
  readonly isExpected: boolean;
}

/**
 * Finds where an append goes, with no read where that is known already.
 *
 * @throws StorageError when the stream has no positions left
 */
export async function expectedHead(heads: StreamHeads, append: PreparedAppend): Promise<ExpectedHead> {
  const found = await findHead(heads, append);
  if (found.isExpected) checkRoom(append, found.head);
  return found;
}

async function findHead(heads: StreamHeads, { streamId, expected }: PreparedAppend): Promise<ExpectedHead> {
  const known = heads.get(streamId);
  // Every stream began empty: -1 was the head once.
  if (known === undefined && (expected === 'no_stream' || expected === -1)) return { head: -1, isExpected: true };
  if (known !== undefined && meetsExpectation(expected, known)) return { head: known, isExpected: true };
  const head = await heads.read(streamId);
  return { head, isExpected: meetsExpectation(expected, head) };
}

function checkRoom({ streamId, events }: PreparedAppend, head: number): void {
  if (events.length <= Number.MAX_SAFE_INTEGER - head) return;
  throw new StorageError(
    'STORE_FAILED',
    `Stream '${streamId}' is full: the append would pass position 2^53 - 1, the last one. Nothing was stored.`,
  );
}
