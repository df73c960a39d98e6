import type { MongoEventStore } from 'annals/mongodb';
import type { Db } from 'mongodb';
import { inFlight } from './in-flight.js';
import type { Contender } from './rounds.js';

const length = 10_000;
const streamId = 'bench-long';

/** Replay of a stream of 10 000 events, each appended alone: the driver's cursor with `toArray` beside `readStream`. */
export async function replayContenders(database: Db, store: MongoEventStore): Promise<readonly Contender[]> {
  await inFlight(1, length / 1_000, async (thousand) => {
    await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        store.appendToStream(streamId, [
          { type: 'bench.counted', data: { index: thousand * 1_000 + index, amount: 12.5 } },
        ]),
      ),
    );
  });
  const events = database.collection('events', { readConcern: { level: 'majority' } });
  return [
    {
      name: 'driver cursor toArray',
      run: async () => (await events.find({ streamId }).sort({ position: 1 }).toArray()).length,
    },
    { name: 'Annals readStream', run: async () => (await store.readStream(streamId)).length },
  ];
}
