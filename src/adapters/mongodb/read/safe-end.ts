import { setTimeout as wait } from 'node:timers/promises';
import { Long } from 'mongodb';
import type { BackgroundWork } from '../append/background-work.js';
import { answered } from '../connection/answered.js';
import { commitPlaceProjection, endOf, exactPosition } from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';
import { closePositions } from '../log/tombstone.js';
import { SettledRanges } from './settled-ranges.js';
import { Sightings } from './sightings.js';

/** A hole that is older than this belongs to a writer that is gone. */
const holeAgeMs = 1_000;
const documentsPerScan = 10_000;
/** How much further the log must be settled before that is written down. */
const positionsPerSave = 10_000;
const firstPauseMs = 2;
const maximumPauseMs = 50;

interface Scan {
  /** The end of what is there without a hole. */
  readonly end: number;
  /** Holes behind it, each from its first position to the position after its last. */
  readonly holes: readonly (readonly [number, number])[];
}

/**
 * Knows how far the log is settled: every position below the safe end holds a commit or a tombstone, so nothing can
 * appear there any more. It looks at `_id` and `count` alone, once for all readers of the store.
 */
export class SafeEnd {
  readonly #log: LogCollections;
  readonly #background: BackgroundWork;
  readonly #ranges = new SettledRanges();
  readonly #sightings = new Sightings(holeAgeMs);
  #saved: Promise<number> | undefined;

  constructor(log: LogCollections, background: BackgroundWork) {
    this.#log = log;
    this.#background = background;
  }

  /**
   * Finds how far the log is settled from `start` on, at least one commit when there is any. It waits for the writer of
   * a hole, and closes the holes of writers that are gone.
   *
   * @param start the end of a commit, or 0
   * @returns the end of a commit; `start` when nothing lies there or behind it
   */
  async reach(start: number): Promise<number> {
    await this.#load();
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, maximumPauseMs)) {
      const known = this.#ranges.endFrom(start);
      if (known > start) return known;
      const { end, holes } = await this.#scan(start);
      this.learn(start, end);
      if (end > start || holes.length === 0) return end;
      const old = oldPositions(holes, this.#sightings.oldBelow());
      if (!old.isEmpty) await closePositions(this.#log, old.positions);
      await wait(pause);
    }
  }

  /** Takes note that a reader has seen every position from one end of a commit to another. */
  learn(start: number, end: number): void {
    this.#ranges.add(start, end);
    void this.#save();
  }

  /** What is settled stays so: another process need not look at it again. */
  async #load(): Promise<void> {
    const { positions, reads, settledId } = this.#log;
    this.#saved ??= reads
      .read((session) => positions.findOne({ _id: settledId }, { session }))
      .then((settled) => exactPosition(settled?.next ?? 0));
    try {
      this.#ranges.add(0, await this.#saved);
    } catch (error) {
      this.#saved = undefined;
      throw error;
    }
  }

  async #save(): Promise<void> {
    const end = this.#ranges.endFrom(0);
    const saved = await this.#saved?.catch(() => undefined);
    if (saved === undefined || end < saved + positionsPerSave) return;
    this.#saved = Promise.resolve(end);
    const { positions, settledId } = this.#log;
    this.#background.start(() =>
      answered(positions.updateOne({ _id: settledId }, { $max: { next: Long.fromNumber(end) } }, { upsert: true })),
    );
  }

  async #scan(start: number): Promise<Scan> {
    const places = await this.#log.reads.read((session) =>
      this.#log.commits
        .find({ _id: { $gte: start } }, { projection: commitPlaceProjection, batchSize: documentsPerScan, session })
        .sort({ _id: 1 })
        .limit(documentsPerScan)
        .toArray(),
    );
    const holes: [number, number][] = [];
    let end = start;
    let next = start;
    for (const place of places) {
      const position = exactPosition(place._id);
      if (position > next) holes.push([next, position]);
      // Tombstones may lie inside a commit that was faster than they were.
      next = Math.max(next, endOf(place));
      if (holes.length === 0) end = next;
    }
    if (holes.length > 0) this.#sightings.add(next);
    return { end, holes };
  }
}

/** The positions of the holes below a limit, one at a time, for a hole may be large. */
function oldPositions(
  holes: readonly (readonly [number, number])[],
  below: number,
): { isEmpty: boolean; positions: Iterable<number> } {
  const old = holes.filter(([from]) => from < below);
  function* positions(): Generator<number> {
    for (const [from, to] of old) for (let position = from; position < Math.min(to, below); position++) yield position;
  }
  return { isEmpty: old.length === 0, positions: positions() };
}
