import { MongoClient } from 'mongodb';
import { MongoEventStore } from '../../src/mongodb.js';
import { testDatabase } from '../support/mongo.js';

describe('reading the log page by page', () => {
  const server = testDatabase();
  let client: MongoClient;
  let store: MongoEventStore;

  beforeAll(async () => {
    client = await MongoClient.connect(server.uri);
    store = await MongoEventStore.connect(server);
  });
  afterAll(async () => {
    await store.close();
    await client.close();
  });

  it.each([1, 7, 100])('fetches little more than it gives (appends of %i)', async (perAppend) => {
    const appends = 420;
    const after = await store.headPosition();
    const append = Array.from({ length: perAppend }, () => ({ type: 'step.taken' }));
    await Promise.all(
      Array.from({ length: appends }, (_, index) => store.appendToStream(`walk-${String(index)}`, append)),
    );
    const maxCount = 20 * perAppend;
    let position = (await store.readPage({ after, maxCount })).position; // learns how large the appends are
    let events = maxCount;

    const database = client.db(server.database);
    await database.setProfilingLevel('all');
    for (;;) {
      const page = await store.readPage({ after: position, maxCount });
      if (page.position === position) break;
      events += page.events.length;
      position = page.position;
    }
    await database.setProfilingLevel('off');
    const reads = await database
      .collection<{ nreturned: number }>('system.profile')
      .find({ ns: `${server.database}.events`, 'command.$db': server.database, nreturned: { $exists: true } })
      .toArray();
    await database.collection('system.profile').drop();

    expect(events).toBe(appends * perAppend);
    const fetched = reads.reduce((sum, { nreturned }) => sum + nreturned, 0);
    expect(fetched).toBeGreaterThanOrEqual(appends - 20);
    expect(fetched).toBeLessThan(appends * 1.2);
    expect(reads.length).toBeLessThan((appends / 20) * 1.5);
  });
});
