import type { AnyBulkWriteOperation, ClientSession, Collection } from 'mongodb';
import type { ReadModelPage } from '../../../projections/read-model-store.js';
import { transactionOptions } from '../connection/transaction-options.js';
import { toViewDocument } from './view-document.js';
import type { ViewDocument } from './where-filter.js';

/** Moves the checkpoint of a read model in one step. @returns false when it is not where the page expects it */
export type CheckpointStep = (session?: ClientSession) => Promise<boolean>;

/**
 * Stores the changes of a page and moves the checkpoint, all or nothing.
 *
 * @throws UnstorableDataError
 */
export async function commitPage(
  view: Collection<ViewDocument>,
  { changes }: ReadModelPage,
  step: CheckpointStep,
): Promise<boolean> {
  const writes = toWrites(changes);
  if (writes.length === 0) return step();
  return view.db.client.withSession((session) =>
    session.withTransaction(async () => {
      // First, so that of two processes one stops here; and its failure leaves nothing to undo.
      const isInPlace = await step(session);
      if (isInPlace) await view.bulkWrite(writes, { session, ordered: false });
      else await session.abortTransaction();
      return isInPlace;
    }, transactionOptions),
  );
}

function toWrites(changes: ReadModelPage['changes']): AnyBulkWriteOperation<ViewDocument>[] {
  const last = new Map(changes.map(({ key, document }) => [key, document]));
  return [...last].map(([key, document]) => {
    if (document === null) return { deleteOne: { filter: { _id: { $eq: key } } } };
    const { _id, ...replacement } = toViewDocument(key, document);
    return { replaceOne: { filter: { _id: { $eq: key } }, replacement, upsert: true } };
  });
}
