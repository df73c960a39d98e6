import { backOffMs } from './back-off.js';
import type { SliceProgress } from './slice-progress.js';
import type { SliceStore } from './slice-store.js';

export interface PositionWriterOptions {
  readonly store: SliceStore;
  readonly memberId: () => string;
  readonly slices: () => Iterable<SliceProgress>;
  /** A slice belongs to another process. */
  readonly lost: (slice: SliceProgress) => void;
  /** Positions were stored. */
  readonly stored: () => void;
  readonly failed: (error: unknown) => void;
}

/** Stores how far the slices of a subscription have come: several steps at once, and one write at a time. */
export class PositionWriter {
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Infinity;
  #writing: Promise<void> | undefined;
  #failures = 0;
  #isStopped = false;

  constructor(private readonly options: PositionWriterOptions) {}

  /** Stores the positions within so many milliseconds. */
  within(delayMs: number): void {
    const dueAt = performance.now() + delayMs;
    if (dueAt >= this.#dueAt || this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity;
      void this.#write();
    }, delayMs);
  }

  /** Stores the position of one slice now. @throws StorageError */
  async store(slice: SliceProgress): Promise<void> {
    await this.#writing;
    await this.#advance([slice]);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #write(): Promise<void> {
    if (this.#writing !== undefined) {
      await this.#writing;
      this.within(0);
      return;
    }
    this.#writing = this.#tryToAdvance();
    await this.#writing;
    this.#writing = undefined;
  }

  async #tryToAdvance(): Promise<void> {
    try {
      await this.#advance([...this.options.slices()]);
      this.#failures = 0;
    } catch (error) {
      this.options.failed(error);
      this.within(backOffMs(++this.#failures));
    }
  }

  async #advance(slices: readonly SliceProgress[]): Promise<void> {
    const moves = slices
      .filter((slice) => slice.isOwned && slice.position > slice.storedTo)
      .map((progress) => ({ progress, position: progress.position }));
    if (moves.length === 0) return;
    const lost = await this.options.store.advance(
      this.options.memberId(),
      moves.map(({ progress: { subscription, slice }, position }) => ({ subscription, slice, position })),
    );
    for (const { progress, position } of moves) {
      if (lost.some(({ slice }) => slice === progress.slice)) this.options.lost(progress);
      else progress.stored(position);
    }
    this.options.stored();
  }
}
