import { randomUUID } from 'node:crypto';
import type { Member } from '../../../subscriptions/membership.js';
import type { ParkedLane } from '../../../subscriptions/parked-lanes.js';
import type { Slice, SliceRef, SubscriptionRecord } from '../../../subscriptions/slice-store.js';
import type { SubscriptionStore } from '../../../subscriptions/subscription-store.js';
import type { OpenSubject } from '../subject.js';

export type SubscriptionStoreSubject = OpenSubject<SubscriptionStore>;

/** Longer than any test takes. */
export const longLeaseMs = 600_000;

/** Values that an adapter may take for something else. */
export const hostileNames: readonly string[] = [
  'a.b.c',
  '$where',
  '$$NOW',
  '$a.$b',
  '{"$gt":""}',
  `it's "quoted" \\ \` /`,
  '#1',
  'a#1#2',
  '**',
  '(a+)+$',
  '__proto__',
  'constructor',
  'žluťoučký 🐎',
  ' ',
  'x'.repeat(300),
];

/** A member that no other test uses. */
export function newMember(groups: readonly string[] = ['default']): Member {
  return { id: randomUUID(), groups };
}

/** A subscription that no other test uses. */
export function newSubscription(name = 'mailer', sliceCount = 4): Omit<SubscriptionRecord, 'createdAt'> {
  const unique = `${name}-${randomUUID()}`;
  return { id: `subscriber/${unique}`, kind: 'subscriber', name: unique, patterns: ['order.*'], sliceCount };
}

/** Creates a subscription and gives its slice 0 to a member. */
export async function ownSlice(
  { store }: SubscriptionStoreSubject,
  memberId: string = randomUUID(),
): Promise<{ memberId: string; subscription: string; slice: number }> {
  const { id } = await store.create(newSubscription(), -1);
  await store.claim({ subscription: id, slice: 0, owner: null }, memberId);
  return { memberId, subscription: id, slice: 0 };
}

/** The slice as it is now. */
export async function sliceAt(store: SubscriptionStore, { subscription, slice }: SliceRef): Promise<Slice | undefined> {
  return (await store.slices([subscription])).find((found) => found.slice === slice);
}

/** A lane of a slice that will be tried again; with `nextAttemptAt: null` a dead letter. */
export function parkedLane(
  { subscription, slice }: SliceRef,
  changes: Partial<ParkedLane> & { readonly lane: string },
): ParkedLane {
  const eventId = changes.event?.eventId ?? `${changes.lane}-event`;
  return {
    id: `${subscription}/${eventId}`,
    subscription,
    slice,
    event: { eventId, type: 'order.placed', streamId: changes.lane, streamPosition: 3, globalPosition: 2 ** 40 },
    attempts: 2,
    failure: { name: 'TypeError', message: `$cannot read 'a.b'`, code: null },
    firstFailedAt: new Date('2026-01-01T00:00:00.001Z'),
    lastFailedAt: new Date('2026-01-01T00:00:02Z'),
    nextAttemptAt: new Date('2026-01-01T00:00:04Z'),
    request: null,
    ...changes,
  };
}
