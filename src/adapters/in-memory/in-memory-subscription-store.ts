import type { Member } from '../../subscriptions/membership.js';
import type { ParkedLane, ParkedLaneQuery } from '../../subscriptions/parked-lanes.js';
import type { Slice, SliceMove, SliceRef, SubscriptionRecord } from '../../subscriptions/slice-store.js';
import type { SubscriptionStore } from '../../subscriptions/subscription-store.js';
import { OpenState } from './open-state.js';
import { SubscriptionData } from './subscription-data.js';
import { compareUtf8 } from './utf8-order.js';

/** Keeps subscriptions in this process's memory. */
export class InMemorySubscriptionStore implements SubscriptionStore {
  constructor(
    private readonly data = new SubscriptionData(),
    private readonly openState = new OpenState(),
  ) {}

  async prepare(): Promise<void> {
    this.openState.check();
  }

  async join(member: Member, leaseMs: number): Promise<void> {
    this.openState.check();
    this.data.keepAlive(member, leaseMs);
  }

  async renew(member: Member, leaseMs: number): Promise<boolean> {
    this.openState.check();
    return this.data.hasMember(member.id) && this.data.keepAlive(member, leaseMs);
  }

  async members(): Promise<readonly Member[]> {
    this.openState.check();
    return byId(this.data.livingMembers);
  }

  async leave(memberId: string): Promise<void> {
    this.openState.check();
    this.data.forgetMember(memberId);
    for (const slices of this.data.slices.values()) {
      for (const slice of slices) if (slice.owner === memberId) slice.owner = null;
    }
  }

  async create(subscription: Omit<SubscriptionRecord, 'createdAt'>, position: number): Promise<SubscriptionRecord> {
    this.openState.check();
    const { id, patterns, sliceCount } = subscription;
    const found = this.data.subscriptions.get(id);
    const record = copyRecord({ ...(found ?? { ...subscription, createdAt: new Date() }), patterns });
    this.data.subscriptions.set(id, record);
    if (found === undefined) {
      const slices = Array.from({ length: sliceCount }, (_, slice) => ({
        subscription: id,
        slice,
        position,
        owner: null,
      }));
      this.data.slices.set(id, slices);
    }
    return copyRecord(record);
  }

  async subscriptions(): Promise<readonly SubscriptionRecord[]> {
    this.openState.check();
    return byId([...this.data.subscriptions.values()]).map(copyRecord);
  }

  async remove(subscription: string): Promise<boolean> {
    this.openState.check();
    this.data.slices.delete(subscription);
    this.data.forgetParked(subscription);
    return this.data.subscriptions.delete(subscription);
  }

  async slices(subscriptions: readonly string[]): Promise<readonly Slice[]> {
    this.openState.check();
    return [...new Set(subscriptions)]
      .sort(compareUtf8)
      .flatMap((id) => this.data.slices.get(id) ?? [])
      .map((slice) => ({ ...slice }));
  }

  async claim(slice: SliceRef & Pick<Slice, 'owner'>, memberId: string): Promise<Slice | null> {
    this.openState.check();
    const stored = this.data.slice(slice);
    if (stored?.owner !== slice.owner) return null;
    stored.owner = memberId;
    return { ...stored };
  }

  async advance(memberId: string, moves: readonly SliceMove[]): Promise<readonly SliceRef[]> {
    this.openState.check();
    const lost: SliceRef[] = [];
    for (const { subscription, slice, position } of moves) {
      const own = this.data.ownSlice(memberId, { subscription, slice });
      if (own === undefined) lost.push({ subscription, slice });
      else own.position = Math.max(own.position, position);
    }
    return lost;
  }

  async release(memberId: string, slices: readonly SliceRef[]): Promise<void> {
    this.openState.check();
    for (const slice of slices) {
      const own = this.data.ownSlice(memberId, slice);
      if (own !== undefined) own.owner = null;
    }
  }

  async park(memberId: string, lane: ParkedLane): Promise<boolean> {
    this.openState.check();
    if (this.data.ownSlice(memberId, lane) === undefined) return false;
    this.data.park(copyLane(lane));
    return true;
  }

  async unpark(memberId: string, lane: Pick<ParkedLane, 'lane' | 'slice' | 'subscription'>): Promise<boolean> {
    this.openState.check();
    if (this.data.ownSlice(memberId, lane) === undefined) return false;
    this.data.unpark(lane);
    return true;
  }

  async parkedLanes({ subscription, slice }: SliceRef): Promise<readonly ParkedLane[]> {
    this.openState.check();
    return this.data
      .parkedLanes(subscription)
      .filter((lane) => lane.slice === slice)
      .map(copyLane);
  }

  async findParked({ subscription, isDead, after, maxCount }: ParkedLaneQuery): Promise<readonly ParkedLane[]> {
    this.openState.check();
    const found = this.data
      .parkedLanes(subscription)
      .filter((lane) => isDeadLetter(lane) === (isDead ?? isDeadLetter(lane)))
      .filter(({ id }) => after === undefined || compareUtf8(id, after) > 0);
    return byId(found).slice(0, maxCount).map(copyLane);
  }

  async countParked(): Promise<ReadonlyMap<string, { readonly retrying: number; readonly dead: number }>> {
    this.openState.check();
    const counts = new Map<string, { retrying: number; dead: number }>();
    for (const lane of this.data.parkedLanes()) {
      const count = counts.get(lane.subscription) ?? { retrying: 0, dead: 0 };
      count[isDeadLetter(lane) ? 'dead' : 'retrying']++;
      counts.set(lane.subscription, count);
    }
    return counts;
  }

  async request(id: string, request: 'discard' | 'retry'): Promise<boolean> {
    this.openState.check();
    const lane = this.data.parkedLanes().find((parked) => parked.id === id);
    if (lane === undefined || !isDeadLetter(lane)) return false;
    this.data.park({ ...lane, request });
    return true;
  }

  async requested(subscriptions: readonly string[]): Promise<readonly ParkedLane[]> {
    this.openState.check();
    return [...new Set(subscriptions)]
      .flatMap((subscription) => this.data.parkedLanes(subscription))
      .filter(({ request }) => request !== null)
      .map(copyLane);
  }
}

function isDeadLetter({ nextAttemptAt }: ParkedLane): boolean {
  return nextAttemptAt === null;
}

/** Sorted as MongoDB sorts. */
function byId<T extends { readonly id: string }>(values: readonly T[]): readonly T[] {
  return values.toSorted((left, right) => compareUtf8(left.id, right.id));
}

function copyRecord(record: SubscriptionRecord): SubscriptionRecord {
  return { ...record, patterns: [...record.patterns], createdAt: new Date(record.createdAt) };
}

function copyLane(lane: ParkedLane): ParkedLane {
  return {
    ...lane,
    event: { ...lane.event },
    failure: { ...lane.failure },
    firstFailedAt: new Date(lane.firstFailedAt),
    lastFailedAt: new Date(lane.lastFailedAt),
    nextAttemptAt: lane.nextAttemptAt && new Date(lane.nextAttemptAt),
  };
}
