import type { ParkedLane } from './parked-lanes.js';
import type { Slice } from './slice-store.js';

/** An event on its way through a slice. */
interface Passage {
  readonly position: number;
  isDone: boolean;
}

/** How far a process has come with a slice that it owns. Events begin in order and may be done in any order. */
export class SliceProgress {
  readonly subscription: string;
  readonly slice: number;
  /** The lanes that stand still, by name. */
  readonly parked = new Map<string, ParkedLane>();
  /** Whether this process still owns the slice. */
  isOwned = true;
  /** Whether nothing more is to begin. */
  isEnding = false;
  /** Every event of the slice up to here has begun. */
  begunTo: number;
  readonly #passages: Passage[] = [];
  #doneCount = 0;
  #storedTo: number;
  #underWay = 0;
  #whenIdle: (() => void)[] = [];

  constructor({ subscription, slice, position }: Slice) {
    this.subscription = subscription;
    this.slice = slice;
    this.begunTo = this.#storedTo = position;
  }

  /** Every event of the slice up to here is done with. */
  get position(): number {
    while (this.#passages[this.#doneCount]?.isDone === true) this.#doneCount++;
    const next = this.#passages[this.#doneCount];
    return next === undefined ? this.begunTo : next.position - 1;
  }

  /** The position that is stored. */
  get storedTo(): number {
    return this.#storedTo;
  }

  /** How many events would come again if the process died now. */
  get unstored(): number {
    return this.#passages.length;
  }

  begin(position: number): Passage {
    const passage = { position, isDone: false };
    this.#passages.push(passage);
    this.begunTo = position;
    return passage;
  }

  /** A position is stored: nothing up to it can come again. */
  stored(position: number): void {
    this.#storedTo = position;
    const end = this.#passages.findIndex((passage) => passage.position > position);
    const count = end < 0 ? this.#passages.length : end;
    this.#passages.splice(0, count);
    this.#doneCount = Math.max(0, this.#doneCount - count);
  }

  /** Counts something that runs, so that {@link idle} waits for it. */
  enter(): void {
    this.#underWay++;
  }

  leave(): void {
    if (--this.#underWay === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    if (this.#underWay > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }
}
