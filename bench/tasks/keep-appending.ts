import { setTimeout as wait } from 'node:timers/promises';
import { benchEvent, type BenchStore } from '../stores/bench-store.js';

export interface KeepAppendingParameters {
  readonly width: number;
  readonly seconds: number;
  readonly bucketMs: number;
  readonly streams: number;
  readonly prefix: string;
}

/** What {@link keepAppending} has seen. */
export interface KeptAppending {
  /** Appends that were acknowledged in each bucket of time. */
  readonly timeline: readonly number[];
  /** Milliseconds from the start at which each append was acknowledged. */
  readonly acknowledgedAt: readonly number[];
  /** Appends that failed. */
  readonly failed: number;
  /** Acknowledged appends that are not in the log afterwards. */
  readonly lost: number;
}

/** Appends for some time whatever happens to the database, and looks afterwards whether all that was acknowledged is there. */
export async function keepAppending(store: BenchStore, parameters: KeepAppendingParameters): Promise<KeptAppending> {
  const { width, seconds, bucketMs, streams, prefix } = parameters;
  if (store.readLog === undefined) throw new Error('This store cannot read its log.');
  const acknowledged = new Set<string>();
  const acknowledgedAt: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  let next = 0;
  let failed = 0;
  const work = async () => {
    while (performance.now() < end) {
      const event = benchEvent(next++);
      try {
        await store.append(`${prefix}-${String(next % streams)}`, [event]);
        acknowledgedAt.push(performance.now() - began);
        acknowledged.add(event.data.id);
      } catch {
        failed++;
        await wait(20);
      }
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  const timeline = Array.from({ length: Math.ceil((seconds * 1_000) / bucketMs) }, () => 0);
  for (const at of acknowledgedAt) {
    const bucket = Math.floor(at / bucketMs);
    if (bucket < timeline.length) timeline[bucket] = (timeline[bucket] ?? 0) + 1;
  }
  for await (const { id } of store.readLog()) acknowledged.delete(id);
  return { timeline, acknowledgedAt, failed, lost: acknowledged.size };
}
