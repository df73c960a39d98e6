import type { ClientSession, Db } from 'mongodb';
import type { Member } from '../../subscriptions/membership.js';
import type { ParkedLane, ParkedLaneQuery } from '../../subscriptions/parked-lanes.js';
import type { Slice, SliceMove, SliceRef, SubscriptionRecord } from '../../subscriptions/slice-store.js';
import type { SubscriptionStore } from '../../subscriptions/subscription-store.js';
import { StreamSlots } from './append/stream-slots.js';
import { promptly } from './connection/answered.js';
import { translated } from './connection/driver-error.js';
import { MonotonicReads } from './connection/monotonic-reads.js';
import { join, leave, livingMembers, renew } from './subscriptions/members.js';
import {
  countParked,
  findParked,
  lanesOfSlice,
  park,
  request,
  requested,
  unpark,
} from './subscriptions/parked-lanes.js';
import { advance, claim, findSlices, release } from './subscriptions/slices.js';
import { sliceId, SubscriptionCollections } from './subscriptions/subscription-collections.js';
import { createOrFind, findSubscriptions, remove } from './subscriptions/subscriptions.js';

/**
 * Keeps subscriptions in the collections `members`, `subscriptions`, `subscription_slices` and `parked_lanes`. Time is
 * the database's: the clock of no process counts.
 */
export class MongoSubscriptionStore implements SubscriptionStore {
  readonly #collections: SubscriptionCollections;
  /** Whoever has claimed a slice sees all that was parked there before, also when the primary changes in between. */
  readonly #reads: MonotonicReads;
  /** Of one process, the transactions on a slice go one after the other: side by side they would only conflict. */
  readonly #slots = new StreamSlots();

  constructor(database: Db) {
    this.#collections = new SubscriptionCollections(database);
    this.#reads = new MonotonicReads(database.client);
  }

  prepare(): Promise<void> {
    return promptly(() => this.#collections.prepare());
  }

  join(member: Member, leaseMs: number): Promise<void> {
    return this.#call((session) => join(this.#collections, member, leaseMs, session));
  }

  renew(member: Member, leaseMs: number): Promise<boolean> {
    return this.#call((session) => renew(this.#collections, member, leaseMs, session));
  }

  members(): Promise<readonly Member[]> {
    return this.#call((session) => livingMembers(this.#collections, session));
  }

  leave(memberId: string): Promise<void> {
    return this.#call((session) => leave(this.#collections, memberId, session));
  }

  create(subscription: Omit<SubscriptionRecord, 'createdAt'>, position: number): Promise<SubscriptionRecord> {
    return this.#call((session) => createOrFind(this.#collections, subscription, position, session));
  }

  subscriptions(): Promise<readonly SubscriptionRecord[]> {
    return this.#call((session) => findSubscriptions(this.#collections, session));
  }

  remove(subscription: string): Promise<boolean> {
    return this.#call((session) => remove(this.#collections, subscription, session));
  }

  slices(subscriptions: readonly string[]): Promise<readonly Slice[]> {
    return this.#call((session) => findSlices(this.#collections, subscriptions, session));
  }

  claim(slice: SliceRef & Pick<Slice, 'owner'>, memberId: string): Promise<Slice | null> {
    return this.#call((session) => claim(this.#collections, slice, memberId, session));
  }

  advance(memberId: string, moves: readonly SliceMove[]): Promise<readonly SliceRef[]> {
    return this.#call((session) => advance(this.#collections, memberId, moves, session));
  }

  release(memberId: string, slices: readonly SliceRef[]): Promise<void> {
    return this.#call((session) => release(this.#collections, memberId, slices, session));
  }

  park(memberId: string, lane: ParkedLane): Promise<boolean> {
    return this.#inTurn(lane, (session) => park(this.#collections, memberId, lane, session));
  }

  unpark(memberId: string, lane: Pick<ParkedLane, 'lane' | 'slice' | 'subscription'>): Promise<boolean> {
    return this.#inTurn(lane, (session) => unpark(this.#collections, memberId, lane, session));
  }

  parkedLanes(slice: SliceRef): Promise<readonly ParkedLane[]> {
    return this.#call((session) => lanesOfSlice(this.#collections, slice, session));
  }

  findParked(query: ParkedLaneQuery): Promise<readonly ParkedLane[]> {
    return this.#call((session) => findParked(this.#collections, query, session));
  }

  countParked(): Promise<ReadonlyMap<string, { readonly retrying: number; readonly dead: number }>> {
    return this.#call((session) => countParked(this.#collections, session));
  }

  request(id: string, wanted: 'discard' | 'retry'): Promise<boolean> {
    return this.#call((session) => request(this.#collections, id, wanted, session));
  }

  requested(subscriptions: readonly string[]): Promise<readonly ParkedLane[]> {
    return this.#call((session) => requested(this.#collections, subscriptions, session));
  }

  #inTurn<T>(slice: SliceRef, work: (session: ClientSession) => Promise<T>): Promise<T> {
    return this.#slots.hold([sliceId(slice)], () => this.#call(work));
  }

  #call<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    return translated(() => this.#reads.read(work));
  }
}
