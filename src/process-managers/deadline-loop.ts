import type { Logger } from '../errors/index.js';
import { backOffMs, WakeUp } from '../subscriptions/index.js';
import type { DueWork } from './due-work.js';
import type { ProcessStore } from './process-store.js';
import type { WorkLanes } from './work-lanes.js';

export interface DeadlineLoopOptions {
  /** How often it looks for what is due, in milliseconds; 500 by default. */
  readonly intervalMs?: number;
  /** How many records are attended to at the same time; 16 by default. */
  readonly concurrency?: number;
  /** Where it reports that it cannot look. */
  readonly logger?: Logger;
}

const pageSize = 500;

/** Looks again and again for the records that time has made due, and has them attended to, each in its lane. */
export class DeadlineLoop {
  readonly #wakeUp = new WakeUp();
  readonly #underWay = new Map<string, Promise<void>>();
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(
    private readonly store: ProcessStore,
    private readonly work: DueWork,
    private readonly lanes: WorkLanes,
    private readonly options: DeadlineLoopOptions = {},
  ) {}

  start(): void {
    this.#running ??= this.#run();
  }

  /** Looks at once. */
  wake(): void {
    this.#wakeUp.signal();
  }

  /** Finishes what is under way and ends. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wakeUp.signal();
    await this.#running;
    await Promise.all(this.#underWay.values());
  }

  async #run(): Promise<void> {
    const { intervalMs = 500, logger } = this.options;
    for (let failures = 0; !this.#isStopping();) {
      this.#wakeUp.reset();
      try {
        const isFull = await this.#look();
        failures = 0;
        if (!isFull && !this.#isStopping()) await this.#wakeUp.wait(intervalMs);
      } catch (error) {
        logger?.warn(`Annals cannot look for what is due in '${this.work.manager}'; it tries again.`, error);
        if (!this.#isStopping()) await this.#wakeUp.wait(backOffMs(++failures), () => this.#stopping);
      }
    }
  }

  /** @returns whether there may be more that is due */
  async #look(): Promise<boolean> {
    const slices = this.lanes.slices();
    if (slices.length === 0) return false;
    const { at, records } = await this.store.due(this.work.manager, slices, pageSize);
    const waiting = records.filter(({ id }) => !this.#underWay.has(id));
    for (const { id } of waiting) {
      await this.#freed();
      if (this.#isStopping()) return false;
      if (!this.#underWay.has(id)) this.#begin(id, at);
    }
    return records.length === pageSize && waiting.length > 0;
  }

  #begin(id: string, at: Date): void {
    const attending = this.lanes
      .run(this.work.laneOf(id), () => this.work.attend(id, at))
      .catch((error: unknown) => {
        this.options.logger?.warn(
          `Annals could not attend to '${id}' of '${this.work.manager}'; it is still due.`,
          error,
        );
      })
      .finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, attending);
  }

  /** Waits until fewer are under way than may be. */
  async #freed(): Promise<void> {
    const { concurrency = 16 } = this.options;
    while (this.#underWay.size >= concurrency) await Promise.race(this.#underWay.values());
  }

  /** A method, for the field changes while the loop awaits. */
  #isStopping(): boolean {
    return this.#stopping;
  }
}
