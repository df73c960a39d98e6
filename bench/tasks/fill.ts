import { inFlight } from '../measure/in-flight.js';
import { benchEvents, type BenchStore } from '../stores/bench-store.js';

export interface FillParameters {
  readonly streams: number;
  readonly prefix: string;
  /** Events of each stream. */
  readonly length: number;
  /** Events of each append. */
  readonly perAppend: number;
  /** Streams that are filled at the same time. */
  readonly width?: number;
}

/** Fills streams with events, so that there is something to work on. */
export async function fill(store: BenchStore, parameters: FillParameters): Promise<void> {
  const { streams, prefix, length, perAppend, width = 64 } = parameters;
  await inFlight(Math.min(width, streams), streams, async (stream) => {
    for (let left = length; left > 0; left -= perAppend) {
      await store.append(`${prefix}-${String(stream)}`, benchEvents(Math.min(left, perAppend)));
    }
  });
}
