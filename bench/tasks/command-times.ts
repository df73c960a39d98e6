import { inFlight } from '../measure/in-flight.js';
import type { BenchStore } from '../stores/bench-store.js';

export interface CommandTimesParameters {
  readonly streams: number;
  readonly prefix: string;
  /** Commands to each aggregate. */
  readonly times: number;
}

/** So many commands to each of some aggregates, so that they have the snapshots that commands leave behind. */
export async function commandTimes(
  store: BenchStore,
  { streams, prefix, times }: CommandTimesParameters,
): Promise<void> {
  if (store.command === undefined) throw new Error('This store has no commands.');
  const run = store.command.bind(store);
  await inFlight(streams, streams, async (stream) => {
    for (let time = 0; time < times; time++) await run(`${prefix}-${String(stream)}`);
  });
}
