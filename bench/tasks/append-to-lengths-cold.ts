import { MongoEventStore } from 'annals/mongodb';
import type { Sample } from '../measure/sample.js';
import { median } from '../measure/statistics.js';
import type { AnnalsStore } from '../stores/annals-store.js';
import { benchEvents } from '../stores/bench-store.js';
import type { LengthParameters } from './append-to-lengths.js';

/** Like `appendToLengths`, but each append is the first one to its stream of a store that has just been opened. */
export async function appendToLengthsCold(
  { place }: AnnalsStore,
  { seconds, groups }: LengthParameters,
): Promise<Sample> {
  const latencies = groups.map((): number[] => []);
  const end = performance.now() + seconds * 1_000;
  for (let turn = 0; performance.now() < end; turn++) {
    const store = await MongoEventStore.connect(place);
    await store.appendToStream('warm-connection', benchEvents(1));
    // The later ones of a turn find a warmer connection: no length shall always be the first.
    for (let step = 0; step < groups.length; step++) {
      const index = (turn + step) % groups.length;
      const group = groups[index];
      if (group === undefined) continue;
      const events = benchEvents(1);
      const began = performance.now();
      await store.appendToStream(`${group.prefix}-${String(turn % group.streams)}`, events);
      latencies[index]?.push(performance.now() - began);
    }
    await store.close();
  }
  return { figures: Object.fromEntries(groups.map(({ label }, index) => [label, median(latencies[index] ?? [])])) };
}
