import { Lanes } from './lanes.js';
import type { SliceWorker } from './lease-keeper.js';
import { sliceOf } from './slice-of.js';

/** Lanes of work that does not come from the log: each is one process's at a time. */
export class LeasedLanes implements SliceWorker {
  readonly #slices = new Map<number, Set<Promise<unknown>>>();
  readonly #lanes = new Lanes(Infinity);

  constructor(
    readonly id: string,
    readonly group: string,
    private readonly sliceCount: number,
    private readonly isValid: () => boolean,
  ) {}

  get slices(): readonly number[] {
    return [...this.#slices.keys()];
  }

  async take({ slice }: { readonly slice: number }): Promise<void> {
    this.#slices.set(slice, new Set());
  }

  async handBack(slice: number): Promise<void> {
    const underWay = [...(this.#slices.get(slice) ?? [])];
    this.#slices.delete(slice);
    await Promise.allSettled(underWay);
  }

  lose(slice: number): void {
    this.#slices.delete(slice);
  }

  /** Runs a task when nothing else runs in its lane; drops it when the lane is another process's. */
  async run(lane: string, task: () => Promise<void>): Promise<void> {
    const slice = sliceOf(lane, this.sliceCount);
    const done = new Promise<void>((resolve, reject) => {
      this.#lanes.add(lane, () => {
        if (this.#slices.has(slice) && this.isValid()) return task().then(resolve, reject);
        resolve();
        return undefined;
      });
    });
    const underWay = this.#slices.get(slice);
    underWay?.add(done);
    try {
      await done;
    } finally {
      underWay?.delete(done);
    }
  }
}
