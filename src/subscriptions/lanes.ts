/** Something to do in a lane. It never throws and never rejects. */
export type LaneTask = () => Promise<void> | undefined;

/**
 * Tasks in lanes: those of one lane run one after the other, in the order in which they were added; those of different
 * lanes run at the same time.
 */
export class Lanes {
  readonly #waiting = new Map<string, LaneTask[]>();
  readonly #extra = new Set<string>();
  readonly #freed: (() => void)[] = [];

  constructor(private readonly concurrency: number) {}

  /** Whether as many lanes are busy as may be, not counting those that were made busy as extra ones. */
  get isFull(): boolean {
    return this.#waiting.size - this.#extra.size >= this.concurrency;
  }

  /** Whether something runs in a lane. */
  isBusy(lane: string): boolean {
    return this.#waiting.has(lane);
  }

  /** Resolves when a lane has become free, now or later. */
  async freed(): Promise<void> {
    await new Promise<void>((resolve) => this.#freed.push(resolve));
  }

  /**
   * Adds a task behind those of its lane; an idle lane begins with it before this call returns.
   *
   * @param isExtra the lane, when it was idle, takes no place from the others
   */
  add(lane: string, task: LaneTask, isExtra = false): void {
    const waiting = this.#waiting.get(lane);
    if (waiting !== undefined) {
      waiting.push(task);
      return;
    }
    if (isExtra) this.#extra.add(lane);
    this.#waiting.set(lane, []);
    this.#run(lane, task);
  }

  #run(lane: string, first: LaneTask): void {
    for (let task: LaneTask | undefined = first; task !== undefined;) {
      const running = task();
      if (running !== undefined) {
        void running.then(() => this.#next(lane));
        return;
      }
      task = this.#waiting.get(lane)?.shift();
    }
    this.#free(lane);
  }

  #next(lane: string): void {
    const task = this.#waiting.get(lane)?.shift();
    if (task === undefined) this.#free(lane);
    else this.#run(lane, task);
  }

  #free(lane: string): void {
    this.#waiting.delete(lane);
    this.#extra.delete(lane);
    for (const resolve of this.#freed.splice(0)) resolve();
  }
}
