import type { Home } from '../../../subscriptions/home.js';
import type { Collection, Db, IndexDescription } from 'mongodb';
import type { ParkedLane } from '../../../subscriptions/parked-lanes.js';
import type { Slice, SliceRef, SubscriptionRecord } from '../../../subscriptions/slice-store.js';
import { isServerError } from '../connection/driver-error.js';

/** A process that shares work, and when its lease ends by the database's clock. */
export interface MemberDocument {
  readonly _id: string;
  readonly groups: readonly string[];
  readonly home?: Home;
  readonly until: Date;
}

export interface SubscriptionDocument extends Omit<SubscriptionRecord, 'id'> {
  readonly _id: string;
}

export interface SliceDocument extends Slice {
  /** See {@link sliceId}. */
  readonly _id: string;
  /** Moves with every lane that is parked, so that a claim at the same time conflicts. */
  readonly fence?: number;
}

export interface ParkedLaneDocument extends Omit<ParkedLane, 'id'> {
  readonly _id: string;
}

/** `{subscription}#{slice}`: whatever the subscription is called, the slice is what follows the last `#`. */
export function sliceId({ subscription, slice }: SliceRef): string {
  return `${subscription}#${String(slice)}`;
}

const namespaceExistsCode = 48;

export const sliceIndexes = [
  { key: { subscription: 1, slice: 1 }, name: 'subscription_slice', unique: true },
  { key: { owner: 1 }, name: 'owner' },
] satisfies IndexDescription[];

export const parkedLaneIndexes = [
  { key: { subscription: 1, lane: 1 }, name: 'subscription_lane', unique: true },
  { key: { subscription: 1, slice: 1 }, name: 'subscription_slice' },
  { key: { subscription: 1, _id: 1 }, name: 'subscription_id' },
  {
    key: { subscription: 1, request: 1 },
    name: 'requested',
    partialFilterExpression: { request: { $type: 'string' } },
  },
] satisfies IndexDescription[];

/** The collections of everything that subscriptions keep. */
export class SubscriptionCollections {
  readonly members: Collection<MemberDocument>;
  readonly subscriptions: Collection<SubscriptionDocument>;
  readonly slices: Collection<SliceDocument>;
  readonly parkedLanes: Collection<ParkedLaneDocument>;

  constructor(private readonly database: Db) {
    this.members = database.collection('members');
    this.subscriptions = database.collection('subscriptions');
    this.slices = database.collection('subscription_slices');
    this.parkedLanes = database.collection('parked_lanes');
  }

  /** Creates what is missing. Safe to repeat, also by several processes at once. */
  async prepare(): Promise<void> {
    for (const { collectionName } of [this.members, this.subscriptions]) await this.#create(collectionName);
    await this.slices.createIndexes(sliceIndexes);
    await this.parkedLanes.createIndexes(parkedLaneIndexes);
  }

  /** A transaction that comes upon a missing collection would have to create it. */
  async #create(name: string): Promise<void> {
    try {
      await this.database.createCollection(name);
    } catch (error) {
      if (!isServerError(error, namespaceExistsCode)) throw error;
    }
  }
}
