import { inFlightFor } from '../measure/in-flight.js';
import type { Sample } from '../measure/sample.js';
import { latencyFigures } from '../measure/statistics.js';
import { benchEvent, type BenchStore } from '../stores/bench-store.js';

export interface ContendParameters {
  readonly writers: number;
  readonly seconds: number;
  readonly streamId: string;
}

/** Writers that all read the version of one stream and append behind it, again and again until each append is in. */
export async function contend(store: BenchStore, { writers, seconds, streamId }: ContendParameters): Promise<Sample> {
  let tries = 0;
  const { count, rate, latencies } = await inFlightFor(writers, seconds, async (index) => {
    const event = benchEvent(index);
    do tries++;
    while (!(await store.appendAt(streamId, await store.version(streamId), event)));
  });
  return { figures: { rate, ...latencyFigures(latencies), 'tries per append': tries / count } };
}
