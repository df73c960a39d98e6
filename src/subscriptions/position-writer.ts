import { backOffMs } from './back-off.js';
import type { SliceProgress } from './slice-progress.js';
import type { SliceStore } from './slice-store.js';

/** Whose positions are stored. */
export interface PositionSource {
  readonly id: string;
  readonly progress: Iterable<SliceProgress>;
  /** A slice belongs to another process. */
  lose(slice: number, progress: SliceProgress): void;
  /** Positions were stored. */
  positionsStored(): void;
  positionsFailed(error: unknown): void;
}

/** Stores how far all subscriptions of a process have come: many steps in one write, and one write at a time. */
export class PositionWriter {
  readonly #sources = new Map<string, PositionSource>();
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Infinity;
  #writing: Promise<void> | undefined;
  #failures = 0;

  constructor(
    private readonly store: Pick<SliceStore, 'advance'>,
    private readonly memberId: () => string,
  ) {}

  add(source: PositionSource): void {
    this.#sources.set(source.id, source);
  }

  remove(source: PositionSource): void {
    if (this.#sources.get(source.id) === source) this.#sources.delete(source.id);
    if (this.#sources.size > 0) return;
    clearTimeout(this.#timer);
    this.#dueAt = Infinity;
  }

  /** Stores the positions within so many milliseconds. */
  within(delayMs: number): void {
    const dueAt = performance.now() + delayMs;
    if (dueAt >= this.#dueAt || this.#sources.size === 0) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity;
      void this.#write();
    }, delayMs);
  }

  /** Stores the position of one slice now. @throws StorageError */
  async storeNow(source: PositionSource, slice: SliceProgress): Promise<void> {
    await this.#writing;
    await this.#advance([{ source, slice }]);
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
    const sources = [...this.#sources.values()];
    try {
      await this.#advance(sources.flatMap((source) => Array.from(source.progress, (slice) => ({ source, slice }))));
      this.#failures = 0;
    } catch (error) {
      for (const source of sources) source.positionsFailed(error);
      this.within(backOffMs(++this.#failures));
    }
  }

  async #advance(all: readonly { readonly source: PositionSource; readonly slice: SliceProgress }[]): Promise<void> {
    const moves = all
      .filter(({ slice }) => slice.isOwned && slice.position > slice.storedTo)
      .map(({ source, slice }) => ({ source, slice, position: slice.position }));
    if (moves.length === 0) return;
    const lost = await this.store.advance(
      this.memberId(),
      moves.map(({ slice: { subscription, slice }, position }) => ({ subscription, slice, position })),
    );
    const lostKeys = new Set(lost.map(keyOf));
    for (const { source, slice, position } of moves) {
      if (lostKeys.has(keyOf(slice))) source.lose(slice.slice, slice);
      else slice.stored(position);
    }
    for (const source of new Set(moves.map((move) => move.source))) source.positionsStored();
  }
}

function keyOf({ subscription, slice }: { readonly subscription: string; readonly slice: number }): string {
  return `${subscription}#${String(slice)}`;
}
