import type { Member } from '../../subscriptions/membership.js';
import type { ParkedLane } from '../../subscriptions/parked-lanes.js';
import type { Slice, SliceRef, SubscriptionRecord } from '../../subscriptions/slice-store.js';

/** A slice as it is kept. */
export type StoredSlice = { -readonly [Key in keyof Slice]: Slice[Key] };

/** A member and when its lease ends, in milliseconds of {@link SubscriptionData.now}. */
interface StoredMember extends Member {
  readonly until: number;
}

/** What subscriptions keep. Several stores may stand on it, as several processes stand on one database. */
export class SubscriptionData {
  readonly subscriptions = new Map<string, SubscriptionRecord>();
  /** By subscription; the index is the slice. */
  readonly slices = new Map<string, readonly StoredSlice[]>();
  readonly #members = new Map<string, StoredMember>();
  /** By subscription, then by lane. */
  readonly #parked = new Map<string, Map<string, ParkedLane>>();

  /** A clock that all stores on the data share, and that nobody can set. */
  get now(): number {
    return performance.now();
  }

  get livingMembers(): readonly Member[] {
    const { now } = this;
    const living = [...this.#members.values()].filter(({ until }) => until > now);
    return living.map(copyOf);
  }

  /** Lets a member live for so long from now. @returns false, and changes nothing, when its lease has ended */
  keepAlive(member: Member, leaseMs: number): boolean {
    const { now } = this;
    if ((this.#members.get(member.id)?.until ?? Infinity) <= now) return false;
    this.#members.set(member.id, { ...copyOf(member), until: now + leaseMs });
    return true;
  }

  hasMember(memberId: string): boolean {
    return this.#members.has(memberId);
  }

  forgetMember(memberId: string): void {
    this.#members.delete(memberId);
  }

  slice({ subscription, slice }: SliceRef): StoredSlice | undefined {
    return this.slices.get(subscription)?.[slice];
  }

  /** The slice, if it belongs to the member. */
  ownSlice(memberId: string, ref: SliceRef): StoredSlice | undefined {
    const slice = this.slice(ref);
    return slice?.owner === memberId ? slice : undefined;
  }

  parkedLanes(subscription?: string): readonly ParkedLane[] {
    if (subscription !== undefined) return [...(this.#parked.get(subscription)?.values() ?? [])];
    return [...this.#parked.values()].flatMap((lanes) => [...lanes.values()]);
  }

  park(lane: ParkedLane): void {
    let lanes = this.#parked.get(lane.subscription);
    if (lanes === undefined) this.#parked.set(lane.subscription, (lanes = new Map<string, ParkedLane>()));
    lanes.set(lane.lane, lane);
  }

  unpark({ subscription, lane }: Pick<ParkedLane, 'lane' | 'subscription'>): void {
    this.#parked.get(subscription)?.delete(lane);
  }

  forgetParked(subscription: string): void {
    this.#parked.delete(subscription);
  }
}

function copyOf({ id, groups, home }: Member): Member {
  return { id, groups: [...groups], ...(home !== undefined && { home: { ...home } }) };
}
