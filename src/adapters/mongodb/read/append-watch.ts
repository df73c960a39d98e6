import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChangeStream } from 'mongodb';
import { answered } from '../connection/answered.js';
import { commitPlaceProjection, exactPosition } from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';
import type { AppendSignal } from './append-signal.js';

/** While there is no change stream, the log is looked at so often. */
const pollEveryMs = 250;
const firstPauseMs = 500;
const maximumPauseMs = 30_000;

/**
 * Watches the log for appends of other processes while somebody listens, with one change stream. It is only a hint:
 * its history can be lost, and where it cannot be opened the log is polled until it can.
 */
export class AppendWatch {
  readonly #log: LogCollections;
  readonly #signal: AppendSignal;
  #end: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(log: LogCollections, signal: AppendSignal) {
    this.#log = log;
    this.#signal = signal;
  }

  start(): void {
    if (this.#end !== undefined) return;
    const end = new AbortController();
    this.#end = end;
    this.#ended = this.#ended.then(() => this.#watch(end.signal));
  }

  async stop(): Promise<void> {
    this.#end?.abort();
    this.#end = undefined;
    await this.#ended;
  }

  async #watch(end: AbortSignal): Promise<void> {
    let pause = firstPauseMs;
    while (!end.aborted) {
      if (await this.#follow(end)) pause = firstPauseMs;
      await this.#poll(end, pause);
      pause = Math.min(pause * 2, maximumPauseMs);
    }
  }

  /** Follows a change stream as long as it lives. @returns whether it lived */
  async #follow(end: AbortSignal): Promise<boolean> {
    // Only the id of each change comes over the wire.
    const stream = this.#log.commits.watch([{ $match: { operationType: 'insert' } }, { $project: { _id: 1 } }]);
    // The server keeps a look that finds nothing for a second; the end does not wait for it. One race for the whole
    // life of the stream: each race would leave something behind at the promise of the end.
    const lived = await Promise.race([this.#signalChanges(stream, end), once(end, 'abort')]);
    void stream.close().catch(() => undefined);
    return lived === true;
  }

  /** Signals until the stream breaks or the end comes. @returns whether the stream was ever open */
  async #signalChanges(stream: ChangeStream, end: AbortSignal): Promise<boolean> {
    let hasLived = false;
    try {
      // It is closed when the collection is dropped, and then answers at once for ever.
      while (!end.aborted && !stream.closed) {
        const change: unknown = await answered(stream.tryNext());
        if (!hasLived || change !== null) this.#signal.give(); // the first time for what came before it was open
        hasLived = true;
      }
    } catch {
      // The poll takes over; whatever is wrong with the database its readers will hear.
    }
    return hasLived;
  }

  async #poll(end: AbortSignal, durationMs: number): Promise<void> {
    const until = performance.now() + durationMs;
    let seen: number | undefined;
    while (!end.aborted && performance.now() < until) {
      const head = await this.#head().catch(() => undefined);
      if (head !== undefined && head !== seen) this.#signal.give();
      seen = head ?? seen;
      await wait(pollEveryMs, undefined, { signal: end }).catch(() => undefined);
    }
  }

  async #head(): Promise<number> {
    const last = await answered(
      this.#log.commits.findOne({}, { projection: commitPlaceProjection, sort: { _id: -1 } }),
    );
    return last === null ? -1 : exactPosition(last._id);
  }
}
