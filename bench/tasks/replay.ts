import type { Sample } from '../measure/sample.js';
import type { BenchStore } from '../stores/bench-store.js';

export interface ReplayParameters {
  readonly streamId: string;
  /** How many events it must have. */
  readonly length: number;
  readonly times: number;
}

/** Reads a whole stream, several times; the rate is in events per second. */
export async function replay(store: BenchStore, { streamId, length, times }: ReplayParameters): Promise<Sample> {
  const began = performance.now();
  for (let time = 0; time < times; time++) {
    const found = await store.read(streamId);
    if (found !== length) throw new Error(`Stream '${streamId}' has ${String(found)} events, not ${String(length)}.`);
  }
  return { figures: { rate: (length * times * 1_000) / (performance.now() - began) } };
}
