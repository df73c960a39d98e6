import { setTimeout as wait } from 'node:timers/promises';
import { benchEvents, type BenchStore } from '../stores/bench-store.js';

export interface PacedParameters {
  readonly perSecond: number;
  readonly seconds: number;
  readonly prefix: string;
  readonly streams: number;
}

/**
 * Appends at a given pace, however long the earlier ones take; the gaps vary by half, so that processes do not march in
 * step.
 *
 * @returns the milliseconds from when each append was due until it was done
 */
export async function appendPaced(store: BenchStore, parameters: PacedParameters): Promise<readonly number[]> {
  const { perSecond, seconds, prefix, streams } = parameters;
  const latencies: number[] = [];
  const appends: Promise<void>[] = [];
  const began = performance.now();
  let due = began + (Math.random() * 1_000) / perSecond;
  for (let index = 0; due < began + seconds * 1_000; index++) {
    await wait(Math.max(0, due - performance.now()));
    const append = async (from: number) => {
      await store.append(`${prefix}-${String(index % streams)}`, benchEvents(1));
      const now = performance.now();
      // What has not been done when the time is over does not count: a starved process shows by its number.
      if (now <= began + seconds * 1_000 + 1_000) latencies.push(now - from);
    };
    appends.push(append(due));
    due += ((0.5 + Math.random()) * 1_000) / perSecond;
  }
  await Promise.all(appends);
  return latencies;
}
