import type { RecordedEvent } from '../event-store/index.js';
import { Attempt } from './attempt.js';
import type { Attempts } from './attempts.js';
import type { LaneParking } from './lane-parking.js';
import type { Lanes } from './lanes.js';
import type { Passage, SliceProgress } from './slice-progress.js';
import type { SubscriptionModel } from './subscription-model.js';

export interface DispatcherOptions {
  readonly model: SubscriptionModel;
  readonly lanes: Lanes;
  readonly attempts: Attempts;
  readonly parking: LaneParking;
  /** Whether a slice is still this process's own. */
  readonly isLeased: (slice: SliceProgress) => boolean;
  /** An event is done with. */
  readonly done: () => void;
}

/** Has events handled, each in its lane: those that cannot be are parked there. */
export class Dispatcher {
  constructor(private readonly options: DispatcherOptions) {}

  /** Takes up the next event of a slice; its handler is called when its lane is free. */
  dispatch(slice: SliceProgress, lane: string, event: RecordedEvent): void {
    const passage = slice.begin(event.globalPosition);
    if (slice.parked.has(lane)) this.#done(passage);
    else this.options.lanes.add(lane, () => this.#handle(slice, lane, event, passage));
  }

  /**
   * Runs a task when nothing else runs in its lane; also in one that is parked.
   *
   * @returns false, and runs nothing, when the slice is another process's
   */
  runInLane(slice: SliceProgress, lane: string, task: () => Promise<void>): Promise<boolean> {
    return new Promise<boolean>((resolve, reject) => {
      const run = (): Promise<void> | undefined => {
        if (!this.mayBegin(slice)) {
          resolve(false);
          return undefined;
        }
        slice.enter();
        return task()
          .then(() => {
            resolve(true);
          }, reject)
          .finally(() => {
            slice.leave();
          });
      };
      this.options.lanes.add(lane, run, true);
    });
  }

  /** Whether something new may be begun in a slice. */
  mayBegin(slice: SliceProgress): boolean {
    return slice.isOwned && !slice.isEnding && this.options.isLeased(slice);
  }

  #handle(slice: SliceProgress, lane: string, event: RecordedEvent, passage: Passage): Promise<void> | undefined {
    const { attempts, isLeased, model, parking } = this.options;
    if (slice.parked.has(lane)) {
      this.#done(passage);
      return undefined;
    }
    if (!slice.mayStart(passage) || !isLeased(slice)) return undefined;
    slice.start(passage);
    const handled = (): void => {
      this.#done(passage);
      slice.leave();
    };
    const failed = async (error: unknown): Promise<void> => {
      const isParked = slice.isOwned && (await parking.park(slice, lane, event, 1, error));
      if (isParked) this.#done(passage);
      else slice.isStuck = true;
      slice.leave();
    };
    try {
      const running = attempts.run(new Attempt(model, event, 1));
      if (running !== undefined) return running.then(handled, failed);
    } catch (error) {
      return failed(error);
    }
    handled();
    return undefined;
  }

  #done(passage: Passage): void {
    passage.isDone = true;
    this.options.done();
  }
}
