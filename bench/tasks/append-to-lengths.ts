import { median } from '../measure/statistics.js';
import type { Sample } from '../measure/sample.js';
import { benchEvents, type BenchStore } from '../stores/bench-store.js';

export interface LengthParameters {
  readonly seconds: number;
  /** The streams of one length are `{prefix}-0` and so on; their appends are told apart by `label`. */
  readonly groups: readonly { readonly label: string; readonly prefix: string; readonly streams: number }[];
}

/** Appends one event at a time to streams of each length in turn; the figures are the median milliseconds of each. */
export async function appendToLengths(store: BenchStore, { seconds, groups }: LengthParameters): Promise<Sample> {
  const latencies = groups.map((): number[] => []);
  const end = performance.now() + seconds * 1_000;
  for (let turn = 0; performance.now() < end; turn++) {
    // No length shall always come behind the same one.
    for (let step = 0; step < groups.length; step++) {
      const index = (turn + step) % groups.length;
      const group = groups[index];
      if (group === undefined) continue;
      const { prefix, streams } = group;
      const events = benchEvents(1);
      const began = performance.now();
      await store.append(`${prefix}-${String(turn % streams)}`, events);
      latencies[index]?.push(performance.now() - began);
    }
  }
  return { figures: Object.fromEntries(groups.map(({ label }, index) => [label, median(latencies[index] ?? [])])) };
}
