import { randomUUID } from 'node:crypto';
import type { MongoEventStore } from 'annals/mongodb';
import type { Db } from 'mongodb';
import { inFlight } from './in-flight.js';
import type { Contender } from './rounds.js';

const width = 64;
const count = 8_000;
const streams = 1_000;

/** Appends of one event at 64 in flight: the raw driver's `insertOne` beside the store, majority both. */
export function appendContenders(raw: Db, store: MongoEventStore): readonly Contender[] {
  const collection = raw.collection('raw_events', { writeConcern: { w: 'majority' } });
  return [
    {
      name: 'raw insertOne',
      async run() {
        await inFlight(width, count, (index) =>
          collection.insertOne({
            streamId: streamOf(index),
            type: 'bench.counted',
            data: event(index),
            at: new Date(),
          }),
        );
        return count;
      },
    },
    {
      name: 'Annals appendToStream',
      async run() {
        await inFlight(width, count, (index) =>
          store.appendToStream(streamOf(index), [{ type: 'bench.counted', data: event(index) }]),
        );
        return count;
      },
    },
  ];
}

function streamOf(index: number): string {
  return `bench-${String(index % streams)}`;
}

function event(index: number): object {
  return { index, id: randomUUID(), amount: 12.5, note: 'a short text of an ordinary event' };
}
