import { StreamVersionConflictError } from '../../../errors/index.js';
import type { AppendResult, PreparedAppend } from '../../../event-store/index.js';
import type { LogCollections } from '../log/log-collections.js';
import { commitResult, findEarlierAppend } from './earlier-append.js';
import { expectedHead } from './expected-head.js';
import type { GroupCommit } from './group-commit.js';
import { Patience } from './patience.js';
import type { StreamHeads } from './stream-heads.js';

/** What appends work with. */
export interface AppendTools {
  readonly log: LogCollections;
  readonly heads: StreamHeads;
  readonly groupCommit: GroupCommit;
}

/**
 * Appends to one stream; the caller holds the stream's slot.
 *
 * @throws StreamVersionConflictError, DuplicateEventIdError, AppendOutcomeUnknownError, StorageError
 */
export async function appendToStream(tools: AppendTools, append: PreparedAppend): Promise<AppendResult> {
  const { log, heads, groupCommit } = tools;
  const { streamId, expected, events, bytes } = append;
  const patience = new Patience();
  for (;;) {
    // Before the position is reserved: so that within a stream a later event has the higher global position.
    const { head, isExpected } = await expectedHead(heads, append);
    const outcome = isExpected
      ? await groupCommit.store({ streamId, streamPosition: head + 1, events, bytes })
      : undefined;
    if (outcome !== undefined && 'stored' in outcome) {
      heads.learn(streamId, head + events.length);
      return commitResult(outcome.stored);
    }
    if (outcome?.refused !== 'absent') {
      const earlier = await findEarlierAppend(log, append);
      if (earlier !== undefined) return earlier;
    }
    if (!isExpected) throw new StreamVersionConflictError(streamId, expected, head);
    await patience.wait(streamId);
    // What the index refused is behind a head that has moved on, or that a majority does not have yet.
    if (outcome?.refused !== 'absent') await heads.renew(streamId);
  }
}
