import type { Sample } from '../measure/sample.js';
import { mean } from '../measure/statistics.js';
import type { BenchStore } from '../stores/bench-store.js';

export interface ReadLogParameters {
  /** How many events there must be. */
  readonly length: number;
}

const megabyte = 1024 * 1024;

/** Reads the whole log, and looks a hundred times how much memory the process has; it should do nothing else before. */
export async function readLog(store: BenchStore, { length }: ReadLogParameters): Promise<Sample> {
  if (store.readLog === undefined) throw new Error('This store cannot read its log.');
  const resident: number[] = [];
  const heap: number[] = [];
  const atStart = process.memoryUsage().rss / megabyte;
  const began = performance.now();
  let count = 0;
  for await (const { index } of store.readLog()) {
    count += Number(index >= 0);
    if (count % Math.ceil(length / 100) !== 0) continue;
    const { rss, heapUsed } = process.memoryUsage();
    resident.push(rss / megabyte);
    heap.push(heapUsed / megabyte);
  }
  if (count !== length) throw new Error(`The log has ${String(count)} events, not ${String(length)}.`);
  return {
    figures: {
      rate: (count * 1_000) / (performance.now() - began),
      'RSS at the start MB': atStart,
      'peak RSS MB': Math.max(...resident),
      'peak heap MB': Math.max(...heap),
      // 1 is flat: what grows with the log keeps growing in the second half.
      'heap, last fifth to second': mean(heap.slice(80)) / mean(heap.slice(20, 40)),
    },
  };
}
