import type { Logger } from '../errors/index.js';
import type { EventLog, EventStore } from '../event-store/index.js';
import { LeaseKeeper, standardLease, type LeaseOptions, type SliceWorker } from './lease-keeper.js';
import { LogTail, type FollowedLog } from './log-tail.js';
import { PositionWriter } from './position-writer.js';
import { SubscriptionRunner } from './subscription-runner.js';
import type { Slice, SubscriptionRecord } from './slice-store.js';
import { subscriptionId, type StartPosition, type SubscriptionModel } from './subscription-model.js';
import { describeFailure, type SubscriptionStatus } from './subscription-status.js';
import type { SubscriptionStore } from './subscription-store.js';

export interface SubscriptionsOptions {
  readonly log: EventLog & Pick<EventStore, 'headPosition'>;
  readonly store: SubscriptionStore;
  readonly logger: Logger;
  readonly lease?: LeaseOptions;
  /** What else is to be done about once a second. */
  readonly afterRound?: () => void;
}

/** The durable subscriptions that this process runs, sharing them out with all others on the database. */
export class Subscriptions {
  readonly #runners = new Map<string, SubscriptionRunner>();
  readonly #lease: LeaseKeeper;
  readonly #positions: PositionWriter;
  /** The log, of which the end is read once for all. */
  readonly log: FollowedLog;

  constructor(private readonly options: SubscriptionsOptions) {
    const { log, store, lease = standardLease, afterRound } = options;
    this.log = new LogTail(log);
    this.#lease = new LeaseKeeper(store, lease, async () => {
      await this.#heedRequests();
      afterRound?.();
    });
    this.#positions = new PositionWriter(store, () => this.#lease.memberId);
  }

  /** Whether what this process owns is still its own. */
  isLeaseValid(): boolean {
    return this.#lease.isValid();
  }

  get store(): SubscriptionStore {
    return this.options.store;
  }

  /** Creates a subscription or finds it, and runs its slices here as well. Resolves when this process has its share. */
  async run(model: SubscriptionModel): Promise<SubscriptionRunner> {
    const { store, logger } = this.options;
    const record = await this.#create(model);
    const runner = new SubscriptionRunner({
      model,
      sliceCount: record.sliceCount,
      log: this.log,
      positions: this.#positions,
      store,
      logger,
      lease: this.#lease,
    });
    this.#runners.set(record.id, runner);
    runner.start();
    await this.#lease.add(runner);
    return runner;
  }

  /** Shares out work that is done in its own way. */
  async share(
    worker: SliceWorker,
    of: Pick<SubscriptionModel, 'kind' | 'name' | 'patterns' | 'sliceCount'>,
  ): Promise<void> {
    await this.#create({ ...of, from: 'start' });
    await this.#lease.add(worker);
  }

  /** Joins the other processes and takes a share. @throws StorageError */
  start(): Promise<void> {
    return this.#lease.start();
  }

  /** Shares out anew and heeds requests, soon. */
  wake(): void {
    this.#lease.wake();
  }

  isRunning(id: string): boolean {
    return this.#runners.has(id);
  }

  /** Ends a subscription in this process, when what is under way has ended; the others go on with it. */
  async stop(id: string): Promise<void> {
    const runner = this.#runners.get(id);
    if (runner === undefined) return;
    await Promise.all([this.#lease.remove(id), runner.stop()]);
    runner.end();
    if (this.#runners.get(id) === runner) this.#runners.delete(id);
  }

  /** Ends a subscription everywhere and forgets it. @returns false when there was none */
  async remove(id: string): Promise<boolean> {
    await this.stop(id);
    return this.store.remove(id);
  }

  /** Where the subscriptions are, ordered by id. */
  async status(): Promise<readonly SubscriptionStatus[]> {
    const records = await this.store.subscriptions();
    const [head, slices, parked, members] = await Promise.all([
      this.options.log.headPosition(),
      this.store.slices(records.map(({ id }) => id)),
      this.store.countParked(),
      this.store.members(),
    ]);
    const living = new Set(members.map(({ id }) => id));
    return records.map((record): SubscriptionStatus => {
      const own = slices.filter(({ subscription }) => subscription === record.id);
      const { retrying = 0, dead = 0 } = parked.get(record.id) ?? {};
      const position = this.#positionOf(record, own);
      const lag = Math.max(0, head - position);
      const error = this.#runners.get(record.id)?.error ?? this.#lease.error;
      const isIdle = own.some(({ owner }) => owner === null || !living.has(owner));
      const { id, kind, name, patterns } = record;
      return {
        id,
        kind,
        name,
        patterns,
        state: error !== undefined ? 'failing' : isIdle ? 'idle' : lag > 0 ? 'catching-up' : 'live',
        position,
        lag,
        slices: { total: own.length, here: this.#runners.get(id)?.slices.length ?? 0 },
        retrying,
        deadLetters: dead,
        error: error === undefined ? null : describeFailure(error),
      };
    });
  }

  /** Finishes what is under way, stores how far everything has come, and gives it to the other processes. */
  async close(): Promise<void> {
    const runners = [...this.#runners.values()];
    await Promise.all([this.#lease.stop(), ...runners.map((runner) => runner.stop())]);
    for (const runner of runners) runner.end();
  }

  /** Waits for nothing: what is under way is told so, and comes again in another process when the lease has ended. */
  abandon(reason: Error): void {
    this.#lease.abandon();
    for (const runner of this.#runners.values()) {
      runner.abort(reason);
      void runner.stop();
      runner.end();
    }
  }

  async #create(
    model: Pick<SubscriptionModel, 'from' | 'kind' | 'name' | 'patterns' | 'sliceCount'>,
  ): Promise<SubscriptionRecord> {
    const { kind, name, patterns, sliceCount, from } = model;
    const record = { id: subscriptionId(model), kind, name, patterns, sliceCount };
    return this.store.create(record, await this.#startAt(from));
  }

  async #startAt(from: StartPosition): Promise<number> {
    if (from === 'start') return -1;
    return from === 'now' ? this.options.log.headPosition() : from;
  }

  /** What this process knows is newer than what is stored. */
  #positionOf({ id }: SubscriptionRecord, slices: readonly Slice[]): number {
    const here = this.#runners.get(id)?.positions;
    const positions = slices.map(({ slice, position }) => here?.get(slice) ?? position);
    return positions.length === 0 ? -1 : Math.min(...positions);
  }

  async #heedRequests(): Promise<void> {
    if (this.#runners.size === 0) return;
    for (const parked of await this.store.requested([...this.#runners.keys()])) {
      this.#runners.get(parked.subscription)?.request(parked);
    }
  }
}
