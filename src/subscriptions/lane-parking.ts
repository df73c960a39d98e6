import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../errors/index.js';
import type { EventFilter, RecordedEvent } from '../event-store/index.js';
import { Attempt } from './attempt.js';
import type { Attempts } from './attempts.js';
import { backOffMs } from './back-off.js';
import { failureOf } from './failure.js';
import type { Lanes } from './lanes.js';
import type { FollowedLog } from './log-tail.js';
import type { ParkedLane, ParkedLaneStore } from './parked-lanes.js';
import type { SliceProgress } from './slice-progress.js';
import { subscriptionId, type SubscriptionModel } from './subscription-model.js';

const pageSize = 100;
/** The longest that a timer of Node waits. */
const maximumTimerMs = 2 ** 31 - 1;

export interface LaneParkingOptions {
  readonly model: SubscriptionModel;
  readonly log: FollowedLog;
  readonly store: ParkedLaneStore;
  readonly lanes: Lanes;
  readonly logger: Logger;
  readonly memberId: () => string;
  /** Whether something may still be begun in a slice. */
  readonly mayBegin: (slice: SliceProgress) => boolean;
  readonly lost: (slice: SliceProgress) => void;
  readonly laneOf: (event: RecordedEvent) => string | undefined;
  readonly attempts: Attempts;
  /** A lane was parked or goes on. */
  readonly changed: () => void;
}

interface ParkedPlace {
  readonly slice: SliceProgress;
  readonly parked: ParkedLane;
}

/**
 * Lanes that stand still since one of their events could not be handled, while the slice moves on. When its time has
 * come, a lane is tried again from that event on; once it has caught up with its slice it goes on with the others.
 */
export class LaneParking {
  /** Those that will be tried again, by lane. */
  readonly #waiting = new Map<string, ParkedPlace>();
  readonly #underWay = new Set<string>();
  readonly #id: string;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** Whether a failure was reported since all was well. */
  #isReported = false;

  constructor(private readonly options: LaneParkingOptions) {
    this.#id = subscriptionId(options.model);
  }

  /** How many lanes will be tried again. */
  get retrying(): number {
    return this.#waiting.size;
  }

  /** Takes over the lanes that are parked in a slice. */
  take(slice: SliceProgress, lanes: readonly ParkedLane[]): void {
    for (const parked of lanes) this.#put({ slice, parked });
    this.#arrange();
  }

  /** Forgets the lanes of a slice that is another process's now. */
  drop(slice: SliceProgress): void {
    for (const [lane, place] of this.#waiting) if (place.slice === slice) this.#waiting.delete(lane);
    this.#arrange();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Somebody has asked for a dead letter to be tried again or discarded. */
  request(slice: SliceProgress, parked: ParkedLane): void {
    if (!slice.isOwned || slice.parked.get(parked.lane)?.id !== parked.id) return;
    this.#put({ slice, parked: { ...parked, nextAttemptAt: new Date() } });
    this.#arrange();
  }

  /** Stores that a lane stands still at an event. @returns whether the slice may move on past it: not when it is lost */
  async park(
    slice: SliceProgress,
    lane: string,
    event: RecordedEvent,
    attempts: number,
    error: unknown,
  ): Promise<boolean> {
    const { model, logger } = this.options;
    const now = new Date();
    const delayMs = model.retry.delayMs(attempts);
    const earlier = slice.parked.get(lane);
    const id = `${this.#id}/${event.eventId}`;
    const parked: ParkedLane = {
      id,
      subscription: this.#id,
      slice: slice.slice,
      lane,
      event: eventRef(event),
      attempts,
      failure: failureOf(error),
      firstFailedAt: earlier?.id === id ? earlier.firstFailedAt : now,
      lastFailedAt: now,
      nextAttemptAt: delayMs === undefined ? null : new Date(now.getTime() + delayMs),
      request: null,
    };
    if (!(await this.#store(slice, () => this.options.store.park(this.options.memberId(), parked)))) return false;
    if (!this.#isReported && parked.nextAttemptAt !== null) {
      this.#isReported = true;
      logger.warn(
        `${this.#id} could not handle event ${event.eventId} (${event.type} of ${event.streamId}); it is tried again. Others ` +
          `that fail before all is well again are not reported one by one. The failure: ${parked.failure.message}`,
      );
    }
    if (parked.nextAttemptAt === null) {
      logger.warn(
        `${this.#id} has given up on event ${event.eventId} (${event.type} of ${event.streamId}) after ` +
          `${String(attempts)} attempts. It is the dead letter '${id}'; what follows in its stream waits until it is ` +
          `retried or discarded. The last failure: ${parked.failure.message}`,
      );
    }
    this.#put({ slice, parked });
    this.#arrange();
    return true;
  }

  #put(place: ParkedPlace): void {
    const { slice, parked } = place;
    slice.parked.set(parked.lane, parked);
    const willBeTried = parked.nextAttemptAt !== null || parked.request !== null;
    if (willBeTried && isActive(slice)) this.#waiting.set(parked.lane, place);
    else this.#waiting.delete(parked.lane);
    if (this.#waiting.size === 0) this.#isReported = false;
    this.options.changed();
  }

  /** Sets the clock for the lane that comes next. */
  #arrange(): void {
    clearTimeout(this.#timer);
    if (this.#isStopped || this.#underWay.size >= this.options.model.concurrency) return;
    let next: ParkedPlace | undefined;
    for (const place of this.#waiting.values()) {
      if (!isActive(place.slice)) this.#waiting.delete(place.parked.lane);
      else if (this.#underWay.has(place.parked.lane)) continue;
      else if (next === undefined || dueAt(place) < dueAt(next)) next = place;
    }
    if (next === undefined) return;
    const place = next;
    const waitMs = Math.max(0, Math.min(dueAt(place) - Date.now(), maximumTimerMs));
    this.#timer = setTimeout(() => {
      if (dueAt(place) <= Date.now()) this.#begin(place);
      this.#arrange();
    }, waitMs);
  }

  #begin({ slice, parked: { lane } }: ParkedPlace): void {
    this.#underWay.add(lane);
    const task = async (): Promise<void> => {
      slice.enter();
      try {
        const place = this.#waiting.get(lane);
        if (place?.slice === slice) await this.#retry(place);
      } catch (error) {
        // The log could not be read: the lane is as it was.
        this.options.logger.warn(`${this.#id} could not go on with the lane '${lane}': ${failureOf(error).message}`);
        await delay(backOffMs(3));
      } finally {
        slice.leave();
        this.#underWay.delete(lane);
        this.#arrange();
      }
    };
    this.options.lanes.add(lane, task, true);
  }

  /** Handles the events of a lane from the one that failed on, until one fails or the lane has caught up. */
  async #retry({ slice, parked }: ParkedPlace): Promise<void> {
    const { log, mayBegin } = this.options;
    const filter = this.#filterOf(parked);
    const handle = this.#handler(slice, parked);
    for (let after = parked.event.globalPosition - 1; after < slice.begunTo;) {
      const page = await log.readPage({ ...filter, after, maxCount: pageSize });
      if (page.position === after) break;
      after = page.position;
      for (const event of page.events) {
        if (!mayBegin(slice)) return;
        if (event.globalPosition > slice.begunTo) after = event.globalPosition - 1;
        if (after < event.globalPosition) break;
        if (!(await handle(event))) return;
      }
    }
    if (!mayBegin(slice)) return;
    // In one turn with the last look at the slice: what begins from now on waits behind this task.
    slice.parked.delete(parked.lane);
    this.#waiting.delete(parked.lane);
    if (this.#waiting.size === 0) this.#isReported = false;
    await this.#store(slice, () => this.options.store.unpark(this.options.memberId(), parked));
    this.options.changed();
  }

  /** Handles the events of one lane, one by one; false when one failed and the lane is parked at it. */
  #handler(slice: SliceProgress, parked: ParkedLane): (event: RecordedEvent) => Promise<boolean> {
    const { model, laneOf } = this.options;
    let attempts = parked.request === 'retry' ? 0 : parked.attempts;
    return async (event) => {
      if (laneOf(event) !== parked.lane) return true;
      try {
        const isGivenUp = parked.request === 'discard' && event.eventId === parked.event.eventId;
        if (isGivenUp) await model.discarded?.(event);
        else await this.options.attempts.run(new Attempt(model, event, ++attempts));
        attempts = 0;
        return true;
      } catch (error) {
        await this.park(slice, parked.lane, event, Math.max(1, attempts), error);
        return false;
      }
    };
  }

  #filterOf({ event }: ParkedLane): EventFilter {
    const { laneOf, patterns } = this.options.model;
    return { types: patterns, ...(laneOf === undefined && { streams: [event.streamId] }) };
  }

  /**
   * Stores something about a slice; again and again while the database is away.
   *
   * @returns false when the slice is lost, or is to be given away meanwhile
   */
  async #store(slice: SliceProgress, write: () => Promise<boolean>): Promise<boolean> {
    let failures = 0;
    do {
      try {
        if (await write()) return true;
        this.options.lost(slice);
      } catch (error) {
        if (failures++ === 0) {
          this.options.logger.warn(`${this.#id} could not store what failed: ${failureOf(error).message}`);
        }
        await delay(backOffMs(failures));
      }
    } while (isActive(slice));
    return false;
  }
}

/** Whether this process works on a slice, and will go on. */
function isActive(slice: SliceProgress): boolean {
  return slice.isOwned && !slice.isEnding;
}

function dueAt({ parked }: ParkedPlace): number {
  return parked.nextAttemptAt?.getTime() ?? 0;
}

function eventRef({ eventId, type, streamId, streamPosition, globalPosition }: RecordedEvent): ParkedLane['event'] {
  return { eventId, type, streamId, streamPosition, globalPosition };
}
