import type { ParkedLane } from './parked-lanes.js';
import type { Slice } from './slice-store.js';

/** An event on its way through a slice. */
export interface Passage {
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
  /** Whether nothing more is to begin than what lies before something that has. */
  isEnding = false;
  /** Whether an event can be neither handled nor parked. */
  isStuck = false;
  /** Every event of the slice up to here has begun. */
  begunTo: number;
  readonly #passages: Passage[] = [];
  #doneCount = 0;
  #storedTo: number;
  #startedTo = -1;
  #beganAt = -1;
  /** A slice that is taken in the middle of a page has missed some of it, and begins with the next one. */
  #isOnPage = false;
  #underWay = 0;
  #whenSettled: (() => void)[] = [];

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

  /** A page of events begins. */
  beginPage(): void {
    this.#isOnPage = true;
    this.#beganAt = -1;
  }

  /** Whether an event has not begun, and the page behind `after` follows what has; or is one more part of the last one. */
  isNext(position: number, after: number): boolean {
    return this.#isOnPage && this.begunTo >= after && (position > this.begunTo || position === this.#beganAt);
  }

  /** Every event up to a position has begun, if the page behind `after` was read for this slice too. */
  passTo(position: number, after: number): void {
    if (this.#isOnPage && this.begunTo >= after && this.begunTo < position) this.begunTo = position;
  }

  /** Whether a handler may be called for an event: not for what another process can do as well. */
  mayStart({ position }: Passage): boolean {
    return this.isOwned && (!this.isEnding || position <= this.#startedTo);
  }

  /** A handler is called for an event. */
  start({ position }: Passage): void {
    this.#startedTo = Math.max(this.#startedTo, position);
    this.#underWay++;
  }

  /** Takes up an event; {@link start} follows when its lane is free. */
  begin(position: number): Passage {
    const passage = { position, isDone: false };
    this.#passages.push(passage);
    this.begunTo = this.#beganAt = position;
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

  /** Counts something that runs, so that {@link settled} waits for it. */
  enter(): void {
    this.#underWay++;
  }

  leave(): void {
    this.#underWay--;
    if (this.#isSettled()) for (const resolve of this.#whenSettled.splice(0)) resolve();
  }

  /** Resolves when nothing runs, and nothing is left out before what has run: so that nothing comes twice. */
  async settled(): Promise<void> {
    if (!this.#isSettled()) await new Promise<void>((resolve) => this.#whenSettled.push(resolve));
  }

  #isSettled(): boolean {
    return this.#underWay === 0 && (!this.isOwned || this.isStuck || this.position >= this.#startedTo);
  }
}
