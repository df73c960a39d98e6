import { inFlightFor } from '../measure/in-flight.js';
import type { Sample } from '../measure/sample.js';
import { latencyFigures } from '../measure/statistics.js';
import type { BenchStore } from '../stores/bench-store.js';

export interface CommandParameters {
  /** How many commands are under way at once. */
  readonly width: number;
  readonly seconds: number;
  /** Without it each of those works on an aggregate of its own; with it all work on this one. */
  readonly streamId?: string;
}

/** Whole command cycles for some time. */
export async function command(store: BenchStore, { width, seconds, streamId }: CommandParameters): Promise<Sample> {
  if (store.command === undefined) throw new Error('This store has no commands.');
  const run = store.command.bind(store);
  const { rate, latencies } = await inFlightFor(width, seconds, (_, worker) =>
    run(streamId ?? `counter-${String(worker)}`),
  );
  return { figures: { rate, ...latencyFigures(latencies) } };
}
