import { newId } from '../messages/index.js';
import { backOffMs } from './back-off.js';
import { home, isGone } from './home.js';
import type { Member } from './membership.js';
import type { Slice, SliceRef } from './slice-store.js';
import type { SubscriptionStore } from './subscription-store.js';
import { WakeUp } from './wake-up.js';

/** What works on the slices of one subscription in this process. */
export interface SliceWorker {
  /** The subscription's id. */
  readonly id: string;
  readonly group: string;
  /** The slices that it works on. */
  readonly slices: readonly number[];
  /** Begins to work on a slice. */
  take(slice: Slice): Promise<void>;
  /** Finishes what is under way in a slice and stores how far it has come. */
  handBack(slice: number): Promise<void>;
  /** Drops a slice at once: another process may be working on it. */
  lose(slice: number): void;
}

export interface LeaseOptions {
  /**
   * A process that has not renewed its lease for so many milliseconds counts as dead; 3 000 by default. One of the same
   * machine that has ended is found out at once.
   */
  readonly leaseMs: number;
  /** How often the lease is renewed and the slices are shared out anew. */
  readonly renewEveryMs: number;
}

export const standardLease: LeaseOptions = { leaseMs: 3_000, renewEveryMs: 1_000 };

/**
 * Shares the slices of subscriptions out between processes: each keeps one lease, in which it claims as many slices of
 * every group as are its share. Slices of a dead process are claimed by the others; when a process joins, those that
 * have more than their share hand slices back.
 */
export class LeaseKeeper {
  readonly #workers = new Map<string, SliceWorker>();
  readonly #handingBack = new Map<string, Promise<void>>();
  readonly #wakeUp = new WakeUp();
  /** The database still has them as this process's own. */
  #unreleased: SliceRef[] = [];
  /** Who waits for a round that has not begun. */
  #added: (() => void)[] = [];
  #memberId: string | undefined;
  #validUntil = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | undefined;
  #isStopping = false;
  #error: unknown;

  constructor(
    private readonly store: SubscriptionStore,
    private readonly options: LeaseOptions = standardLease,
    /** What else is to be done each time that the lease is renewed. */
    private readonly afterRound: () => Promise<void> = () => Promise.resolve(),
  ) {}

  /** The id that this process has as the owner of slices. */
  get memberId(): string {
    return this.#memberId ?? '';
  }

  /** Why the lease could not be renewed the last time; `undefined` when it was. */
  get error(): unknown {
    return this.#error;
  }

  /** Whether what this process owns is still its own, by its own clock: no other process has taken it until now. */
  isValid(): boolean {
    return performance.now() < this.#validUntil;
  }

  /** Joins and claims what is free. @throws StorageError */
  async start(): Promise<void> {
    await this.#round();
    this.#running ??= this.#run();
  }

  /** Shares out the slices of one more subscription; resolves when that has been done once. */
  async add(worker: SliceWorker): Promise<void> {
    this.#workers.set(worker.id, worker);
    if (this.#running === undefined || this.#isStopping) return; // the first round does it, or none
    this.#wakeUp.signal();
    await new Promise<void>((resolve) => this.#added.push(resolve));
  }

  /** Hands back the slices of a subscription, and shares them out no more. */
  async remove(id: string): Promise<void> {
    const worker = this.#workers.get(id);
    this.#workers.delete(id);
    if (worker !== undefined) await this.#handBackAll(worker);
    else await Promise.all(this.#beingHandedBack(id));
  }

  /** Shares out anew, soon. */
  wake(): void {
    this.#wakeUp.signal();
  }

  /** Hands back everything and leaves. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wakeUp.signal();
    await this.#running;
    for (const resolve of this.#added.splice(0)) resolve();
    await Promise.all([...this.#workers.values()].map((worker) => this.#handBackAll(worker)));
    this.#validUntil = Number.NEGATIVE_INFINITY;
    if (this.#memberId !== undefined) await this.store.leave(this.#memberId);
  }

  /** Drops everything, without a word to the database: the lease ends by itself. */
  abandon(): void {
    this.#isStopping = true;
    this.#wakeUp.signal();
    for (const resolve of this.#added.splice(0)) resolve();
    this.#loseAll();
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopping();) {
      const pauseMs = failures === 0 ? this.options.renewEveryMs : backOffMs(failures);
      await this.#wakeUp.wait(Math.min(pauseMs, this.options.renewEveryMs));
      this.#wakeUp.reset();
      if (this.#stopping()) break;
      try {
        await this.#round();
        failures = 0;
      } catch (error) {
        this.#error = error;
        failures++;
        if (!this.isValid()) this.#loseAll();
      }
    }
  }

  async #round(): Promise<void> {
    const asked = performance.now();
    const added = this.#added;
    this.#added = [];
    try {
      await this.#shareOut(asked);
      for (const resolve of added) resolve();
    } catch (error) {
      this.#added.push(...added);
      throw error;
    }
    await this.afterRound();
  }

  async #shareOut(asked: number): Promise<void> {
    const groups = [...new Set([...this.#workers.values()].map(({ group }) => group))];
    const memberId = await this.#renew(groups);
    await this.#releaseLate(memberId);
    const [members, slices] = await Promise.all([this.#livingMembers(), this.store.slices([...this.#workers.keys()])]);
    this.#dropLost(memberId, slices);
    // A tenth less than the database grants, for two clocks never run alike.
    this.#validUntil = asked + this.options.leaseMs * 0.9;
    for (const group of groups) await this.#share(group, memberId, members, slices);
    this.#error = undefined;
  }

  async #renew(groups: readonly string[]): Promise<string> {
    const { leaseMs } = this.options;
    if (this.#memberId !== undefined && (await this.store.renew({ id: this.#memberId, groups, home }, leaseMs))) {
      return this.#memberId;
    }
    this.#loseAll();
    const id = newId();
    await this.store.join({ id, groups, home }, leaseMs);
    this.#memberId = id;
    return id;
  }

  /** Ends the leases of those whose processes are known to have gone. */
  async #livingMembers(): Promise<readonly Member[]> {
    const members = await this.store.members();
    const gone = members.filter((member) => isGone(member.home));
    await Promise.all(gone.map(({ id }) => this.store.leave(id)));
    return members.filter((member) => !gone.includes(member));
  }

  #dropLost(memberId: string, slices: readonly Slice[]): void {
    const owned = new Set(slices.filter(({ owner }) => owner === memberId).map(keyOf));
    for (const worker of this.#workers.values()) {
      for (const slice of worker.slices) {
        if (!owned.has(keyOf({ subscription: worker.id, slice }))) worker.lose(slice);
      }
    }
  }

  /** Brings this process to its share of a group. */
  async #share(group: string, memberId: string, members: readonly Member[], all: readonly Slice[]): Promise<void> {
    const sharers = members.filter((member) => member.groups.includes(group)).map(({ id }) => id);
    const slices = all.filter(({ subscription }) => this.#workers.get(subscription)?.group === group);
    const rank = sharers.indexOf(memberId);
    if (rank < 0) return;
    const share = Math.floor(slices.length / sharers.length) + (rank < slices.length % sharers.length ? 1 : 0);
    const mine = slices.filter(({ owner }) => owner === memberId);
    for (const slice of mine.slice(share)) this.#handBack(slice);
    const living = new Set(members.map(({ id }) => id));
    const free = slices.filter(({ owner }) => owner === null || !living.has(owner));
    const wanted = free.slice(0, Math.max(0, share - mine.length));
    const claimed = await Promise.all(wanted.map((slice) => this.store.claim(slice, memberId)));
    // Also those that the database has as this process's own, but that it has dropped.
    const kept = mine.slice(0, share).filter((slice) => !this.#isAtWork(slice));
    const taken = [...kept, ...claimed].filter((slice) => slice !== null);
    await Promise.all(taken.map((slice) => this.#take(slice)));
  }

  async #take(slice: Slice): Promise<void> {
    const worker = this.#workers.get(slice.subscription);
    await worker?.take(slice);
    // It may have been removed meanwhile.
    if (worker !== undefined && this.#workers.get(worker.id) !== worker) await this.#release(worker, slice.slice);
  }

  #isAtWork({ subscription, slice }: Slice): boolean {
    return (
      this.#handingBack.has(keyOf({ subscription, slice })) ||
      this.#workers.get(subscription)?.slices.includes(slice) === true
    );
  }

  /** In the background: what is under way may take longer than the lease. */
  #handBack({ subscription, slice }: Slice): void {
    const worker = this.#workers.get(subscription);
    if (worker !== undefined) void this.#release(worker, slice);
  }

  async #handBackAll(worker: SliceWorker): Promise<void> {
    const underWay = this.#beingHandedBack(worker.id);
    await Promise.all([...worker.slices.map((slice) => this.#release(worker, slice)), ...underWay]);
  }

  #beingHandedBack(id: string): readonly Promise<void>[] {
    return [...this.#handingBack].filter(([key]) => key.startsWith(`${id}#`)).map(([, done]) => done);
  }

  #release(worker: SliceWorker, slice: number): Promise<void> {
    const ref = { subscription: worker.id, slice };
    const key = keyOf(ref);
    const known = this.#handingBack.get(key);
    if (known !== undefined) return known;
    const memberId = this.memberId;
    const released = (async () => {
      try {
        await worker.handBack(slice);
        await this.store.release(memberId, [ref]);
      } catch {
        worker.lose(slice);
        this.#unreleased.push(ref);
      } finally {
        this.#handingBack.delete(key);
      }
    })();
    this.#handingBack.set(key, released);
    return released;
  }

  /** Gives up what could not be given up when its time was. */
  async #releaseLate(memberId: string): Promise<void> {
    const late = this.#unreleased.filter(({ subscription }) => !this.#workers.has(subscription));
    if (late.length > 0) await this.store.release(memberId, late);
    this.#unreleased = [];
  }

  #loseAll(): void {
    this.#validUntil = Number.NEGATIVE_INFINITY;
    for (const worker of this.#workers.values()) for (const slice of worker.slices) worker.lose(slice);
  }

  /** A method, for the field changes while the loop awaits. */
  #stopping(): boolean {
    return this.#isStopping;
  }
}

function keyOf({ subscription, slice }: Pick<Slice, 'slice' | 'subscription'>): string {
  return `${subscription}#${String(slice)}`;
}
