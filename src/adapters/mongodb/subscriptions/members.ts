import type { ClientSession } from 'mongodb';
import type { Member } from '../../../subscriptions/membership.js';
import type { SubscriptionCollections } from './subscription-collections.js';

/** The dead are kept for so long, for whoever looks into what has happened. */
const keptMs = 60 * 60 * 1_000;

const isAlive = { $expr: { $gt: ['$until', '$$NOW'] } };

/** The end of a lease that begins now, by the database's clock. */
function leaseEnd(leaseMs: number): object {
  return { $add: ['$$NOW', leaseMs] };
}

/** A name may begin with `$`, which an update pipeline would read as a field. */
function literally({ groups, home }: Member): object {
  return { groups: { $literal: [...groups] }, ...(home !== undefined && { home: { $literal: { ...home } } }) };
}

/** Joins; a member whose lease has ended stays dead. */
export async function join(
  { members }: SubscriptionCollections,
  member: Member,
  leaseMs: number,
  session: ClientSession,
): Promise<void> {
  await members.deleteMany({ $expr: { $lt: ['$until', { $subtract: ['$$NOW', keptMs] }] } }, { session });
  const until = leaseEnd(leaseMs);
  const isNewOrAlive = { $gt: [{ $ifNull: ['$until', until] }, '$$NOW'] };
  await members.updateOne(
    { _id: { $eq: member.id } },
    [{ $set: { ...literally(member), until: { $cond: [isNewOrAlive, until, '$until'] } } }],
    { upsert: true, session },
  );
}

export async function renew(
  { members }: SubscriptionCollections,
  member: Member,
  leaseMs: number,
  session: ClientSession,
): Promise<boolean> {
  const { matchedCount } = await members.updateOne(
    { _id: { $eq: member.id }, ...isAlive },
    [{ $set: { ...literally(member), until: leaseEnd(leaseMs) } }],
    { session },
  );
  return matchedCount === 1;
}

export async function livingMembers(
  { members }: SubscriptionCollections,
  session: ClientSession,
): Promise<readonly Member[]> {
  const living = await members.find(isAlive, { session }).sort({ _id: 1 }).toArray();
  return living.map(({ _id, groups, home }) => ({ id: _id, groups, ...(home !== undefined && { home }) }));
}

/** The member goes first: between the two steps its slices belong to a dead one, and can be claimed as well. */
export async function leave(
  { members, slices }: SubscriptionCollections,
  memberId: string,
  session: ClientSession,
): Promise<void> {
  await members.deleteOne({ _id: { $eq: memberId } }, { session });
  await slices.updateMany({ owner: { $eq: memberId } }, { $set: { owner: null } }, { session });
}
