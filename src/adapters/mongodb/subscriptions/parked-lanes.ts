import type { ClientSession, Filter } from 'mongodb';
import type { ParkedLane, ParkedLaneQuery } from '../../../subscriptions/parked-lanes.js';
import type { SliceRef } from '../../../subscriptions/slice-store.js';
import { transactionOptions } from '../connection/transaction-options.js';
import { sliceId, type ParkedLaneDocument, type SubscriptionCollections } from './subscription-collections.js';

type LaneRef = Pick<ParkedLane, 'lane' | 'slice' | 'subscription'>;

export async function park(
  collections: SubscriptionCollections,
  memberId: string,
  { id, ...lane }: ParkedLane,
  session: ClientSession,
): Promise<boolean> {
  const { parkedLanes } = collections;
  return whileOwned(collections, memberId, lane, session, async () => {
    // The lane may stand at another event by now, and so under another id.
    await parkedLanes.deleteOne({ ...laneFilter(lane), _id: { $ne: id } }, { session });
    await parkedLanes.replaceOne({ _id: { $eq: id } }, lane, { upsert: true, session });
  });
}

export async function unpark(
  collections: SubscriptionCollections,
  memberId: string,
  lane: LaneRef,
  session: ClientSession,
): Promise<boolean> {
  return whileOwned(collections, memberId, lane, session, async () => {
    await collections.parkedLanes.deleteOne(laneFilter(lane), { session });
  });
}

/** Does something in a transaction with a slice that the member owns. @returns false when it does not */
async function whileOwned(
  { slices }: SubscriptionCollections,
  memberId: string,
  slice: SliceRef,
  session: ClientSession,
  work: () => Promise<void>,
): Promise<boolean> {
  return session.withTransaction(async () => {
    // A write and not a look, so that a claim at the same time waits for this transaction or makes it begin again.
    const own = { _id: sliceId(slice), owner: { $eq: memberId } };
    const { matchedCount } = await slices.updateOne(own, { $inc: { fence: 1 } }, { session });
    if (matchedCount === 1) await work();
    else await session.abortTransaction();
    return matchedCount === 1;
  }, transactionOptions);
}

export async function lanesOfSlice(
  { parkedLanes }: SubscriptionCollections,
  { subscription, slice }: SliceRef,
  session: ClientSession,
): Promise<readonly ParkedLane[]> {
  const filter = { subscription: { $eq: subscription }, slice: { $eq: slice } };
  return (await parkedLanes.find(filter, { session }).toArray()).map(toParkedLane);
}

export async function findParked(
  { parkedLanes }: SubscriptionCollections,
  { subscription, isDead, after, maxCount }: ParkedLaneQuery,
  session: ClientSession,
): Promise<readonly ParkedLane[]> {
  const filter: Filter<ParkedLaneDocument> = {
    ...(subscription !== undefined && { subscription: { $eq: subscription } }),
    ...(isDead !== undefined && { nextAttemptAt: isDead ? { $eq: null } : { $ne: null } }),
    ...(after !== undefined && { _id: { $gt: after } }),
  };
  const found = parkedLanes.find(filter, { session }).sort({ _id: 1 }).limit(maxCount);
  return (await found.toArray()).map(toParkedLane);
}

export async function countParked(
  { parkedLanes }: SubscriptionCollections,
  session: ClientSession,
): Promise<ReadonlyMap<string, { readonly retrying: number; readonly dead: number }>> {
  const isDead = { $eq: ['$nextAttemptAt', null] };
  const counts = parkedLanes.aggregate<{ _id: string; retrying: number; dead: number }>(
    [
      {
        $group: {
          _id: '$subscription',
          retrying: { $sum: { $cond: [isDead, 0, 1] } },
          dead: { $sum: { $cond: [isDead, 1, 0] } },
        },
      },
    ],
    { session },
  );
  return new Map((await counts.toArray()).map(({ _id, retrying, dead }) => [_id, { retrying, dead }]));
}

export async function request(
  { parkedLanes }: SubscriptionCollections,
  id: string,
  wanted: 'discard' | 'retry',
  session: ClientSession,
): Promise<boolean> {
  const deadLetter = { _id: { $eq: id }, nextAttemptAt: { $eq: null } };
  const { matchedCount } = await parkedLanes.updateOne(deadLetter, { $set: { request: wanted } }, { session });
  return matchedCount === 1;
}

export async function requested(
  { parkedLanes }: SubscriptionCollections,
  subscriptions: readonly string[],
  session: ClientSession,
): Promise<readonly ParkedLane[]> {
  // Said as the partial index says it, for only so the database takes it.
  const filter: Filter<ParkedLaneDocument> = {
    subscription: { $in: [...subscriptions] },
    request: { $type: 'string' },
  };
  return (await parkedLanes.find(filter, { session }).toArray()).map(toParkedLane);
}

function laneFilter({ subscription, lane }: Pick<LaneRef, 'lane' | 'subscription'>): Filter<ParkedLaneDocument> {
  return { subscription: { $eq: subscription }, lane: { $eq: lane } };
}

function toParkedLane({ _id, ...lane }: ParkedLaneDocument): ParkedLane {
  return { id: _id, ...lane };
}
