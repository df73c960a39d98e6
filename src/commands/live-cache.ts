import QuickLRU from 'quick-lru';
import type { LoadedAggregate } from './loaded-aggregate.js';

/** A holder that keeps a stream for longer waits for something itself: others need not wait for it. */
const patienceMs = 100;

/** A turn on one stream. */
export interface Turn {
  readonly streamId: string;
  /** The aggregate as the last turn left it; `undefined` when it must be loaded. */
  readonly aggregate: LoadedAggregate | undefined;
}

interface Line {
  holder: Turn;
  readonly waiting: (() => void)[];
  timer: NodeJS.Timeout | undefined;
}

/**
 * Keeps the aggregates that were used last, and lets the commands of this process work on each in turn.
 *
 * An aggregate is in one hand at a time, since a command changes it. What is kept may be stale, for other processes
 * append too: whoever takes it proves by the append, or by looking, that it was not.
 */
export class LiveCache {
  readonly #idle: QuickLRU<string, LoadedAggregate> | undefined;
  readonly #lines = new Map<string, Line>();

  /** @param maximumSize about so many aggregates are kept (up to twice as many); 0 for none */
  constructor(maximumSize: number) {
    if (maximumSize > 0) this.#idle = new QuickLRU({ maxSize: maximumSize });
  }

  /** Waits for one's turn on a stream; whoever holds other streams must not wait: `undefined` when it is taken. */
  take(streamId: string, mayWait: boolean): Turn | undefined | Promise<Turn> {
    const line = this.#lines.get(streamId);
    if (line === undefined) return this.#begin(streamId);
    if (!mayWait) return undefined;
    return new Promise((resolve) => {
      line.waiting.push(() => {
        resolve(line.holder);
      });
      this.#watch(line);
    });
  }

  /** Ends a turn, and keeps the aggregate for the next one where it is as the log says. */
  giveBack(turn: Turn, aggregate: LoadedAggregate | undefined): void {
    const line = this.#lines.get(turn.streamId);
    if (line?.holder !== turn) return; // it took too long, and another has gone ahead
    if (aggregate?.model.isCached === true) this.#idle?.set(turn.streamId, aggregate);
    this.#next(line);
  }

  #begin(streamId: string): Turn {
    const turn = this.#turn(streamId);
    this.#lines.set(streamId, { holder: turn, waiting: [], timer: undefined });
    return turn;
  }

  /** Takes the aggregate out: it comes back when the turn ends well. */
  #turn(streamId: string): Turn {
    const aggregate = this.#idle?.get(streamId);
    if (aggregate !== undefined) this.#idle?.delete(streamId);
    return { streamId, aggregate };
  }

  #next(line: Line): void {
    clearTimeout(line.timer);
    line.timer = undefined;
    const { streamId } = line.holder;
    const go = line.waiting.shift();
    if (go === undefined) {
      this.#lines.delete(streamId);
      return;
    }
    line.holder = this.#turn(streamId);
    this.#watch(line);
    go();
  }

  #watch(line: Line): void {
    if (line.timer !== undefined || line.waiting.length === 0) return;
    line.timer = setTimeout(() => {
      this.#next(line);
    }, patienceMs);
  }
}
