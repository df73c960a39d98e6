import type { Logger } from '../errors/index.js';
import type { RecordedEvent } from '../event-store/index.js';
import { Attempts } from './attempts.js';
import { backOffMs } from './back-off.js';
import { Dispatcher } from './dispatcher.js';
import { LaneParking } from './lane-parking.js';
import { Lanes } from './lanes.js';
import type { LeaseKeeper, SliceWorker } from './lease-keeper.js';
import type { FollowedLog } from './log-tail.js';
import type { ParkedLane } from './parked-lanes.js';
import type { PositionSource, PositionWriter } from './position-writer.js';
import { sliceOf } from './slice-of.js';
import { SliceProgress } from './slice-progress.js';
import type { Slice } from './slice-store.js';
import { subscriptionId, type SubscriptionModel } from './subscription-model.js';
import type { SubscriptionStore } from './subscription-store.js';
import { WakeUp } from './wake-up.js';

/** How many events a process may have in hand whose positions are not stored: so many may come twice when it is killed. */
const maximumUnstored = 1_000;
const readCount = maximumUnstored / 2;
/** Past so many lanes that wait for another attempt, the subscription waits too. */
const maximumRetrying = 1_000;
const pollMs = 1_000;
const storeHandledWithinMs = 50;
const storeSeenWithinMs = 1_000;

export interface SubscriptionRunnerOptions {
  readonly model: SubscriptionModel;
  readonly sliceCount: number;
  readonly log: FollowedLog;
  readonly positions: PositionWriter;
  readonly store: SubscriptionStore;
  readonly lease: Pick<LeaseKeeper, 'isValid' | 'memberId' | 'wake'>;
  readonly logger: Logger;
}

/**
 * Runs those slices of a subscription that this process owns: reads the log from the slice that is furthest behind, hands
 * each event to its lane, and stores how far each slice has come.
 */
export class SubscriptionRunner implements SliceWorker, PositionSource {
  readonly id: string;
  readonly group: string;
  readonly #slices = new Map<number, SliceProgress>();
  readonly #attempts = new Attempts();
  readonly #lanes: Lanes;
  readonly #parking: LaneParking;
  readonly #dispatcher: Dispatcher;
  readonly #wakeUp = new WakeUp();
  #readTo = -1;
  /** Counts what puts the reading back. */
  #turn = 0;
  #isStopping = false;
  #running: Promise<void> | undefined;
  #error: unknown;

  constructor(private readonly options: SubscriptionRunnerOptions) {
    const { model, log, store, lease, logger, positions } = options;
    this.id = subscriptionId(model);
    this.group = model.group;
    this.#lanes = new Lanes(model.concurrency);
    const memberId = () => lease.memberId;
    const lost = (slice: SliceProgress) => {
      this.lose(slice.slice, slice);
    };
    this.#parking = new LaneParking({
      model,
      log,
      store,
      logger,
      memberId,
      lost,
      lanes: this.#lanes,
      mayBegin: (slice) => this.#dispatcher.mayBegin(slice),
      laneOf: (event) => this.#laneOf(event),
      attempts: this.#attempts,
      changed: () => {
        this.#wakeUp.signal();
      },
    });
    this.#dispatcher = new Dispatcher({
      model,
      lanes: this.#lanes,
      attempts: this.#attempts,
      parking: this.#parking,
      isLeased: (slice) => this.#isLeased(slice),
      done: () => {
        positions.within(storeHandledWithinMs);
      },
    });
  }

  get model(): SubscriptionModel {
    return this.options.model;
  }

  get slices(): readonly number[] {
    return [...this.#slices.keys()];
  }

  /** How far each slice has come that this process works on. */
  get progress(): Iterable<SliceProgress> {
    return this.#slices.values();
  }

  /** How far this process has come in each of its slices. */
  get positions(): ReadonlyMap<number, number> {
    return new Map([...this.#slices].map(([number, slice]) => [number, slice.position]));
  }

  /** What keeps the subscription as a whole from going on; `undefined` when nothing does. */
  get error(): unknown {
    return this.#error;
  }

  start(): void {
    this.options.positions.add(this);
    this.#running ??= this.#run();
  }

  /** Ends the reading; what has begun goes on. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wakeUp.signal();
    await this.#running;
  }

  /** Ends everything that is left. */
  end(): void {
    this.options.positions.remove(this);
    this.#parking.stop();
  }

  positionsStored(): void {
    this.#wakeUp.signal();
  }

  positionsFailed(error: unknown): void {
    this.#error = error;
  }

  /** Tells the handlers under way that nobody waits for them any longer. */
  abort(reason: Error): void {
    this.#attempts.abort(reason);
  }

  async take(slice: Slice): Promise<void> {
    const progress = new SliceProgress(slice);
    const parked = await this.options.store.parkedLanes(slice);
    this.#readTo = this.#slices.size === 0 ? slice.position : Math.min(this.#readTo, slice.position);
    this.#turn++;
    this.#slices.set(slice.slice, progress);
    this.#parking.take(progress, parked);
    this.#wakeUp.signal();
  }

  async handBack(slice: number): Promise<void> {
    const progress = this.#slices.get(slice);
    if (progress === undefined) return;
    progress.isEnding = true;
    this.#slices.delete(slice);
    this.#parking.drop(progress);
    await progress.settled();
    await this.options.positions.storeNow(this, progress);
    progress.isOwned = false;
  }

  lose(slice: number, progress = this.#slices.get(slice)): void {
    if (progress === undefined) return;
    progress.isOwned = false;
    if (this.#slices.get(slice) === progress) this.#slices.delete(slice);
    this.#parking.drop(progress);
  }

  /** Somebody has asked for a dead letter to be tried again or discarded. */
  request(parked: ParkedLane): void {
    const slice = this.#slices.get(parked.slice);
    if (slice !== undefined) this.#parking.request(slice, parked);
  }

  /**
   * Runs a task when nothing else runs in its lane; also in one that is parked.
   *
   * @returns false, and runs nothing, when the lane is another process's
   */
  async runInLane(lane: string, task: () => Promise<void>): Promise<boolean> {
    const slice = this.#sliceOf(lane);
    if (slice === undefined) return false;
    return this.#dispatcher.runInLane(slice, lane, task);
  }

  async #run(): Promise<void> {
    const unsubscribe = this.options.log.onAppend(() => {
      this.#wakeUp.signal();
    });
    try {
      for (let failures = 0; !this.#stopping();) {
        try {
          await this.#step();
          failures = 0;
        } catch (error) {
          this.#error = error;
          await this.#wakeUp.wait(backOffMs(++failures), () => this.#isStopping);
        }
      }
    } finally {
      unsubscribe();
    }
  }

  async #step(): Promise<void> {
    this.#wakeUp.reset();
    if (!this.#mayRead()) {
      await this.#wakeUp.wait(pollMs);
      return;
    }
    const after = this.#readTo;
    const turn = this.#turn;
    const page = await this.options.log.readPage({ types: this.model.patterns, after, maxCount: readCount });
    if (page.position === after) {
      this.#error = undefined;
      await this.#wakeUp.wait(pollMs);
      return;
    }
    for (const slice of this.#slices.values()) slice.beginPage();
    const refused = this.#firstRefused(page.events, after);
    for (const event of page.events) {
      if (refused !== undefined && event.globalPosition >= refused.position) throw refused.error;
      const placed = this.#dispatch(event, after);
      if (placed !== undefined) await placed;
    }
    this.#passTo(page.position, after);
    if (turn === this.#turn) this.#readTo = page.position;
    this.#error = undefined;
  }

  #mayRead(): boolean {
    let unstored = 0;
    for (const slice of this.#slices.values()) unstored += slice.unstored;
    const isFull = unstored + readCount > maximumUnstored;
    if (isFull) this.options.positions.within(0);
    return !isFull && this.#slices.size > 0 && this.options.lease.isValid() && this.#parking.retrying < maximumRetrying;
  }

  /** Hands an event to its lane; waits while all places are taken. */
  #dispatch(event: RecordedEvent, after: number): Promise<void> | undefined {
    const lane = this.#laneOf(event);
    const slice = lane === undefined ? undefined : this.#sliceOf(lane);
    if (lane === undefined || slice?.isNext(event.globalPosition, after) !== true) return undefined;
    if (this.#lanes.isFull && !this.#lanes.isBusy(lane)) return this.#dispatchLater(event, after);
    this.#dispatcher.dispatch(slice, lane, event);
    return undefined;
  }

  /** The first event in front of which the subscription must stop as a whole. */
  #firstRefused(events: readonly RecordedEvent[], after: number): { position: number; error: Error } | undefined {
    const { refusal } = this.model;
    if (refusal === undefined) return undefined;
    for (const event of events) {
      const lane = this.#laneOf(event);
      const { globalPosition: position } = event;
      if (lane === undefined || this.#sliceOf(lane)?.isNext(position, after) !== true) continue;
      const error = refusal(event);
      if (error !== undefined) return { position, error };
    }
    return undefined;
  }

  async #dispatchLater(event: RecordedEvent, after: number): Promise<void> {
    await this.#lanes.freed();
    await this.#dispatch(event, after);
  }

  /** Every event up to a position has begun, in the slices that the page was read for. */
  #passTo(position: number, after: number): void {
    for (const slice of this.#slices.values()) slice.passTo(position, after);
    this.options.positions.within(storeSeenWithinMs);
  }

  /** The lease may have run out while the process stood still: then another one may be at work. */
  #isLeased(slice: SliceProgress): boolean {
    if (this.options.lease.isValid()) return true;
    this.lose(slice.slice, slice);
    this.options.lease.wake();
    return false;
  }

  #sliceOf(lane: string): SliceProgress | undefined {
    return this.#slices.get(sliceOf(lane, this.options.sliceCount));
  }

  #laneOf(event: RecordedEvent): string | undefined {
    const { laneOf } = this.model;
    return laneOf === undefined ? event.streamId : laneOf(event);
  }

  /** A method, for the field changes while the loop awaits. */
  #stopping(): boolean {
    return this.#isStopping;
  }
}
