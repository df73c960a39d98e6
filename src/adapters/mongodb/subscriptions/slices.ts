import type { ClientSession, Filter, UpdateFilter } from 'mongodb';
import type { Slice, SliceMove, SliceRef } from '../../../subscriptions/slice-store.js';
import { sliceId, type SliceDocument, type SubscriptionCollections } from './subscription-collections.js';

export async function findSlices(
  { slices }: SubscriptionCollections,
  subscriptions: readonly string[],
  session: ClientSession,
): Promise<readonly Slice[]> {
  const found = slices.find({ subscription: { $in: [...subscriptions] } }, { session });
  return (await found.sort({ subscription: 1, slice: 1 }).toArray()).map(toSlice);
}

export async function claim(
  { slices }: SubscriptionCollections,
  slice: SliceRef & Pick<Slice, 'owner'>,
  memberId: string,
  session: ClientSession,
): Promise<Slice | null> {
  const claimed = await slices.findOneAndUpdate(
    { _id: sliceId(slice), owner: { $eq: slice.owner } },
    { $set: { owner: memberId } },
    { returnDocument: 'after', session },
  );
  return claimed && toSlice(claimed);
}

export async function advance(
  { slices }: SubscriptionCollections,
  memberId: string,
  moves: readonly SliceMove[],
  session: ClientSession,
): Promise<readonly SliceRef[]> {
  if (moves.length === 0) return [];
  const { matchedCount } = await slices.bulkWrite(
    moves.map((move) => ({ updateOne: stepOf(memberId, move) })),
    { ordered: false, session },
  );
  if (matchedCount === moves.length) return [];
  // The server counts them and does not name them. A move may be made twice, so each is made once more by itself.
  const lost: SliceRef[] = [];
  for (const move of moves) {
    const { filter, update } = stepOf(memberId, move);
    const result = await slices.updateOne(filter, update, { session });
    if (result.matchedCount === 0) lost.push({ subscription: move.subscription, slice: move.slice });
  }
  return lost;
}

function stepOf(
  memberId: string,
  move: SliceMove,
): { filter: Filter<SliceDocument>; update: UpdateFilter<SliceDocument> } {
  return { filter: { _id: sliceId(move), owner: { $eq: memberId } }, update: { $max: { position: move.position } } };
}

export async function release(
  { slices }: SubscriptionCollections,
  memberId: string,
  refs: readonly SliceRef[],
  session: ClientSession,
): Promise<void> {
  if (refs.length === 0) return;
  const ownSlices = { _id: { $in: refs.map(sliceId) }, owner: { $eq: memberId } };
  await slices.updateMany(ownSlices, { $set: { owner: null } }, { session });
}

function toSlice({ subscription, slice, position, owner }: SliceDocument): Slice {
  return { subscription, slice, position, owner };
}
