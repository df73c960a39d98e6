import type { ClientSession } from 'mongodb';
import type { SubscriptionRecord } from '../../../subscriptions/slice-store.js';
import { duplicateKeyCode, isServerError } from '../connection/driver-error.js';
import { transactionOptions } from '../connection/transaction-options.js';
import { sliceId, type SubscriptionCollections, type SubscriptionDocument } from './subscription-collections.js';

type NewSubscription = Omit<SubscriptionRecord, 'createdAt'>;

/** Creates a subscription with all its slices, or finds it and replaces its patterns. */
export async function createOrFind(
  collections: SubscriptionCollections,
  subscription: NewSubscription,
  position: number,
  session: ClientSession,
): Promise<SubscriptionRecord> {
  for (;;) {
    const found = await collections.subscriptions.findOneAndUpdate(
      { _id: { $eq: subscription.id } },
      { $set: { patterns: [...subscription.patterns] } },
      { returnDocument: 'after', session },
    );
    if (found !== null) return toRecord(found);
    await insert(collections, subscription, position, session);
  }
}

/** One transaction, for a subscription without all its slices would leave out streams. */
async function insert(
  { subscriptions, slices }: SubscriptionCollections,
  { id, kind, name, patterns, sliceCount }: NewSubscription,
  position: number,
  session: ClientSession,
): Promise<void> {
  const document = { _id: id, kind, name, patterns: [...patterns], sliceCount };
  const refs = Array.from({ length: sliceCount }, (_, slice) => ({ subscription: id, slice }));
  try {
    await session.withTransaction(async () => {
      // An insert cannot name the database's clock.
      await subscriptions.updateOne(
        { _id: { $eq: id }, createdAt: { $exists: false } },
        [{ $replaceWith: { $mergeObjects: [{ $literal: document }, { createdAt: '$$NOW' }] } }],
        { upsert: true, session },
      );
      // What an incomplete backup may have left.
      await slices.deleteMany({ subscription: { $eq: id } }, { session });
      await slices.insertMany(
        refs.map((ref) => ({ _id: sliceId(ref), ...ref, position, owner: null })),
        { session },
      );
    }, transactionOptions);
  } catch (error) {
    // Another process was faster.
    if (!isServerError(error, duplicateKeyCode)) throw error;
  }
}

export async function findSubscriptions(
  { subscriptions }: SubscriptionCollections,
  session: ClientSession,
): Promise<readonly SubscriptionRecord[]> {
  return (await subscriptions.find({}, { session }).sort({ _id: 1 }).toArray()).map(toRecord);
}

export async function remove(
  { subscriptions, slices, parkedLanes }: SubscriptionCollections,
  subscription: string,
  session: ClientSession,
): Promise<boolean> {
  return session.withTransaction(async () => {
    const { deletedCount } = await subscriptions.deleteOne({ _id: { $eq: subscription } }, { session });
    await slices.deleteMany({ subscription: { $eq: subscription } }, { session });
    await parkedLanes.deleteMany({ subscription: { $eq: subscription } }, { session });
    return deletedCount === 1;
  }, transactionOptions);
}

function toRecord({ _id, ...record }: SubscriptionDocument): SubscriptionRecord {
  return { id: _id, ...record };
}
