import type { Sample } from '../measure/sample.js';
import { median } from '../measure/statistics.js';
import { count, openApplication, type AnnalsStore } from '../stores/annals-store.js';

export interface ColdParameters {
  /** How many fresh applications, one after the other. */
  readonly applications: number;
  /** How many aggregates of each length get a command from each of them. */
  readonly aggregates: number;
  /** The streams of one length are `{prefix}-0` and so on. */
  readonly groups: readonly { readonly label: string; readonly prefix: string; readonly streams: number }[];
}

/**
 * The first command to an aggregate of an application that has just been opened, one at a time; the figures are the
 * median milliseconds for the aggregates of each length.
 */
export async function commandCold({ place }: AnnalsStore, parameters: ColdParameters): Promise<Sample> {
  const { applications, aggregates, groups } = parameters;
  const latencies = groups.map((): number[] => []);
  for (let opened = 0; opened < applications; opened++) {
    const application = await openApplication(place);
    await count(application.commands, 'counter-warm-connection');
    // Each time others of the many streams, for every command makes its stream longer.
    const start = Math.floor(Math.random() * 1_000_000);
    for (let step = 0; step < aggregates * groups.length; step++) {
      const index = (step + opened) % groups.length;
      const group = groups[index];
      if (group === undefined) continue;
      const stream = (start + Math.floor(step / groups.length)) % group.streams;
      const began = performance.now();
      await count(application.commands, `${group.prefix}-${String(stream)}`);
      latencies[index]?.push(performance.now() - began);
    }
    await application.close();
  }
  return { figures: Object.fromEntries(groups.map(({ label }, index) => [label, median(latencies[index] ?? [])])) };
}
