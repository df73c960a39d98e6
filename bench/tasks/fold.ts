import { createApplication, inMemory, type RecordedEvent } from 'annals';
import { Counted } from '../domain/counter.js';
import { Tally } from '../domain/tally.js';
import type { Sample } from '../measure/sample.js';
import { median } from '../measure/statistics.js';
import { benchEvents, type BenchStore } from '../stores/bench-store.js';

export interface FoldParameters {
  readonly length: number;
  readonly times: number;
}

/**
 * Folds the events of one stream, in memory, so that no database hides what the fold costs: by a plain loop over what
 * `readStream` returns, and through the event handlers of an aggregate that a fresh application loads.
 */
export async function fold(_: BenchStore, { length, times }: FoldParameters): Promise<Sample> {
  const store = inMemory();
  const { eventStore, close } = await store.open();
  await eventStore.appendToStream('tally-1', benchEvents(length));

  const plain: number[] = [];
  const iterated: number[] = [];
  const handlers: number[] = [];
  for (let time = 0; time < times; time++) {
    const expected = await timed(plain, async () => {
      let total = 0;
      for (const event of await eventStore.readStream('tally-1')) total = evolve(total, event);
      return total;
    });
    await timed(iterated, async () => {
      let total = 0;
      for await (const event of eventStore.iterateStream('tally-1')) total = evolve(total, event);
      return total;
    });
    const application = await createApplication({ components: [Tally, Counted], store });
    const { total } = await timed(handlers, () => application.repository.load(Tally, '1'));
    await application.close();
    if (total !== expected) throw new Error(`The fold is ${String(total)}, not ${String(expected)}.`);
  }
  await close();
  return {
    figures: {
      'plain loop ms': median(plain),
      'plain loop over iterateStream ms': median(iterated),
      'event handlers ms': median(handlers),
    },
  };
}

function evolve(total: number, { type, data }: RecordedEvent): number {
  return type === 'bench.counted' ? total + Number(data['amount']) : total;
}

async function timed<T>(milliseconds: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  milliseconds.push(performance.now() - began);
  return result;
}
