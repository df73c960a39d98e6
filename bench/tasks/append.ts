import { inFlightFor } from '../measure/in-flight.js';
import { latencyFigures } from '../measure/statistics.js';
import type { Sample } from '../measure/sample.js';
import { benchEvents, type BenchStore } from '../stores/bench-store.js';

export interface AppendParameters {
  /** How many appends are under way at once. */
  readonly width: number;
  readonly seconds: number;
  readonly streams: number;
  /** The streams are `{prefix}-0`, `{prefix}-1` and so on. */
  readonly prefix: string;
  /** Events in each append. */
  readonly events?: number;
}

/** Appends for some time; the streams take turns, so that two appends seldom meet in one. */
export async function append(store: BenchStore, parameters: AppendParameters): Promise<Sample> {
  const { width, seconds, streams, prefix, events = 1 } = parameters;
  const { rate, latencies } = await inFlightFor(width, seconds, (index) =>
    store.append(`${prefix}-${String(index % streams)}`, benchEvents(events)),
  );
  return { figures: { rate, ...latencyFigures(latencies) } };
}
