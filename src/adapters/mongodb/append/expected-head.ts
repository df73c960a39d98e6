import { meetsExpectation, type PreparedAppend } from '../../../event-store/index.js';
import type { StreamHeads } from './stream-heads.js';

/** A version of the stream that is known to have been its head once, and whether the append may stand behind it. */
export interface ExpectedHead {
  readonly head: number;
  readonly isExpected: boolean;
}

/** Finds where an append goes, with no read where that is known already. */
export async function expectedHead(heads: StreamHeads, { streamId, expected }: PreparedAppend): Promise<ExpectedHead> {
  const known = heads.get(streamId);
  // Every stream began empty: -1 was the head once.
  if (known === undefined && (expected === 'no_stream' || expected === -1)) return { head: -1, isExpected: true };
  if (known !== undefined && meetsExpectation(expected, known)) return { head: known, isExpected: true };
  const head = await heads.read(streamId);
  return { head, isExpected: meetsExpectation(expected, head) };
}
