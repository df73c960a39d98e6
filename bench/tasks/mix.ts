import { inFlightFor } from '../measure/in-flight.js';
import { seededRandom, zipf } from '../measure/random.js';
import type { Sample } from '../measure/sample.js';
import { latencyFigures } from '../measure/statistics.js';
import { benchEvent, type BenchStore } from '../stores/bench-store.js';

export interface MixParameters {
  readonly width: number;
  readonly seconds: number;
  readonly streams: number;
  readonly prefix: string;
  readonly seed: number;
}

const percents = [50, 95, 99, 99.9];
const readShare = 0.7;

/**
 * Seven reads of a stream to three appends, on streams under a Zipf law, while a subscriber hears every event as soon as
 * it can. `delay` is the time from the call of an append until the subscriber has the event.
 */
export async function mix(store: BenchStore, parameters: MixParameters): Promise<Sample> {
  const { width, seconds, streams, prefix, seed } = parameters;
  const random = seededRandom(seed);
  const draw = zipf(streams, random);
  const sent = new Map<string, number>();
  const delays: number[] = [];
  const unsubscribe = await store.subscribe?.(({ id }) => {
    const at = sent.get(id);
    if (at === undefined) return;
    sent.delete(id);
    delays.push(performance.now() - at);
  });
  const reads: number[] = [];
  const appends: number[] = [];
  const { rate } = await inFlightFor(width, seconds, async (index) => {
    const streamId = `${prefix}-${String(draw())}`;
    const began = performance.now();
    if (random() < readShare) {
      await store.read(streamId);
      reads.push(performance.now() - began);
    } else {
      const event = benchEvent(index);
      sent.set(event.data.id, began);
      await store.append(streamId, [event]);
      appends.push(performance.now() - began);
    }
  });
  if (unsubscribe !== undefined) {
    await until(
      () => sent.size === 0,
      10_000,
      () => `The subscriber has missed ${String(sent.size)} events.`,
    );
    await unsubscribe();
  }
  return {
    figures: {
      rate,
      ...latencyFigures(appends, percents, 'append '),
      ...latencyFigures(reads, percents, 'read '),
      ...(unsubscribe !== undefined && latencyFigures(delays, percents, 'delay ')),
    },
  };
}

async function until(condition: () => boolean, limitMs: number, complaint: () => string): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(complaint());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
