import { Long, MongoClient } from 'mongodb';
import { MongoEventStore } from '../../src/mongodb.js';
import type { RecordedEvent } from '../../src/index.js';
import { annalsErrorOf } from '../support/errors.js';
import { testDatabase } from '../support/mongo.js';
import { until } from '../support/until.js';

const provider = testDatabase();
const client = new MongoClient(provider.uri);
const database = client.db(provider.database);
const positions = database.collection<{ _id: string; next: Long }>('positions');
const stores: MongoEventStore[] = [];

async function openStore(name = provider.database): Promise<MongoEventStore> {
  const store = await MongoEventStore.connect({ uri: provider.uri, database: name });
  stores.push(store);
  return store;
}

afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));
afterAll(() => client.close());

const placed = { type: 'order.placed' };

async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all = [];
  for await (const element of iterable) all.push(element);
  return all;
}

/** Takes positions like a writer that dies before it writes. */
const reserve = (count: number) =>
  positions.updateOne(
    { _id: 'events' },
    { $inc: { next: Long.fromNumber(count) } },
    { writeConcern: { w: 'majority' } },
  );

describe('several stores on one database', () => {
  test('race for one stream: each version is taken once, and the others hear of it', async () => {
    const rivals = await Promise.all([openStore(), openStore(), openStore()]);
    for (let version = -1; version < 20; version++) {
      const outcomes = await Promise.allSettled(
        rivals.map((store) => store.appendToStream('race', [placed], { expectedStreamVersion: version })),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') {
          expect(outcome.reason).toMatchObject({ status: 409, actualStreamVersion: version + 1 });
        }
      }
    }
    const events = await rivals[0].readStream('race');
    expect(events.map(({ streamPosition }) => streamPosition)).toEqual(events.map((_, index) => index));
  });

  test("append what expects nothing until it is in: the stream's order is the global order and that of time", async () => {
    const rivals = await Promise.all([openStore(), openStore()]);
    const appends = Array.from({ length: 100 }, (_, index) =>
      rivals[index % 2]!.appendToStream('hot', [placed, placed], index % 3 ? {} : { expectedStreamVersion: 'any' }),
    );
    const versions = (await Promise.all(appends)).map(({ streamVersion }) => streamVersion);
    expect(versions.sort((a, b) => a - b)).toEqual(versions.map((_, index) => 2 * index + 1));

    const events = await rivals[0].readStream('hot');
    const inOrder = [...events].sort(
      (a, b) => a.globalPosition - b.globalPosition || a.createdAt.getTime() - b.createdAt.getTime(),
    );
    expect(events).toEqual(inOrder);
    expect(events.map(({ createdAt }) => createdAt)).toEqual(
      inOrder.map(({ createdAt }) => createdAt).sort((a, b) => +a - +b),
    );
  });

  test('make their indexes and their counter at the same time', async () => {
    const name = `${provider.database}_x`;
    const rivals = await Promise.all(Array.from({ length: 6 }, () => openStore(name)));
    await Promise.all(rivals.map((store, index) => store.appendToStream(`s-${index}`, [placed])));
    expect(await rivals[0]!.headPosition()).toBe(5);
    expect(await client.db(name).collection('positions').countDocuments()).toBe(1);
    await client.db(name).dropDatabase();
  });

  test('readers never skip an event of writers that conflict, in one stream or in several at once', async () => {
    const writers = await Promise.all([openStore(), openStore()]);
    const after = await writers[0].headPosition();
    let isWriting = true;
    const write = async (store: MongoEventStore, worker: number): Promise<void> => {
      for (let round = 0; round < 40; round++) {
        const streamId = `busy-${round % 4}`;
        const append = { streamId, events: [{ type: `order.made-${worker % 2}` }, placed] };
        if (round % 8 === 7) await store.appendToStreams([append, { streamId: `apart-${worker}`, events: [placed] }]);
        else await store.appendToStream(streamId, append.events);
        await store.appendToStream(streamId, [placed], { expectedStreamVersion: 0 }).catch(() => undefined);
      }
    };
    const follow = async (filter: { types?: string[] }): Promise<RecordedEvent[]> => {
      const reader = await openStore();
      const seen: RecordedEvent[] = [];
      for (let position = after; ;) {
        const isLast = !isWriting;
        const page = await reader.readPage({ ...filter, after: position, maxCount: 7 });
        if (page.position === position && isLast) return seen;
        seen.push(...page.events);
        position = page.position;
      }
    };
    const following = [follow({}), follow({ types: ['order.made-1'] })];
    await Promise.all(Array.from({ length: 6 }, (_, worker) => write(writers[worker % 2]!, worker)));
    isWriting = false;

    const all = await collect(writers[0].readAll({ after }));
    expect(all).toHaveLength(6 * 40 * 2 + 6 * 5);
    const [everything, some] = await Promise.all(following);
    expect(everything).toEqual(all);
    expect(some).toEqual(all.filter(({ type }) => type === 'order.made-1'));
  });

  test('wake those who listen in the other process', async () => {
    const [writer, reader] = await Promise.all([openStore(), openStore()]);
    let calls = 0;
    const stop = reader.onAppend(() => calls++);
    await until(() => calls > 0); // the watch is open
    calls = 0;
    await writer.appendToStream('woken', [placed]);
    await until(() => calls > 0);
    stop();
  });

  test('keep a promise of any that looks at a stream another store moved on', async () => {
    const [first, second] = await Promise.all([openStore(), openStore()]);
    await first.appendToStream('moved', [placed]);
    await second.appendToStream('moved', [placed, placed]);
    expect(await first.appendToStream('moved', [placed], { expectedStreamVersion: 2 })).toMatchObject({
      streamVersion: 3,
    });
    const inside = second.appendToStream('moved', [placed], { expectedStreamVersion: 1 });
    expect(await annalsErrorOf(inside)).toMatchObject({ status: 409, actualStreamVersion: 3 });
  });
});

describe('positions', () => {
  test('of a writer that died are closed, and every reader goes on', async () => {
    const store = await openStore();
    const { globalPosition } = await store.appendToStream('before-death', [placed]);
    await reserve(3);
    const after = await store.appendToStream('after-death', [placed]);
    await reserve(1);
    const last = await store.appendToStream('after-death', [placed]);

    const other = await openStore();
    const [all, some, head] = await Promise.all([
      collect(store.readAll({ after: globalPosition })),
      collect(other.readAll({ after: globalPosition, streams: ['after-death'] })),
      other.headPosition(),
    ]);
    expect(all).toEqual([...after.events, ...last.events]);
    expect(some).toEqual(all);
    expect(head).toBe(last.globalPosition);
    const tombstones = await database.collection('events').find({ streamId: '$tombstones' }).toArray();
    expect(tombstones.map(({ _id }) => Number(_id))).toEqual(
      expect.arrayContaining([1, 2, 3, 5].map((step) => globalPosition + step)),
    );
    expect((await collect(store.listStreams())).map(({ streamId }) => streamId)).not.toContain('$tombstones');
  });

  test('of a conflict are closed by its writer: readers need not wait', async () => {
    const store = await openStore();
    const other = await openStore();
    await store.appendToStream('conflict', [placed]);
    await other.appendToStream('conflict', [placed]);
    await annalsErrorOf(store.appendToStream('conflict', [placed], { expectedStreamVersion: 0 }));
    await store.appendToStream('conflict-after', [placed]);
    await store.close();
    const counter = await positions.findOne({ _id: 'events' });
    const documents = await database
      .collection('events')
      .find({}, { projection: { count: 1 } })
      .toArray();
    expect(documents.reduce((sum, { count }) => sum + Number(count), 0)).toBe(Number(counter?.next));
  });

  test('are never given twice, also when the counter is older than the events', async () => {
    const store = await openStore();
    const { globalPosition } = await store.appendToStream('restored', [placed]);
    await positions.updateOne({ _id: 'events' }, { $set: { next: Long.fromNumber(0) } });
    const reopened = await openStore();
    expect(await reopened.appendToStream('restored', [placed])).toMatchObject({ globalPosition: globalPosition + 1 });
  });

  test('that a restored counter gives again are taken: the append goes on until one is free', async () => {
    const store = await openStore();
    const { globalPosition } = await store.appendToStream('set-back', [placed]);
    await positions.updateOne({ _id: 'events' }, { $set: { next: Long.fromNumber(globalPosition - 1) } });
    expect(await store.appendToStream('set-back', [placed])).toMatchObject({
      streamVersion: 1,
      globalPosition: globalPosition + 1,
    });
  });

  test('past 2^53 - 1 are refused, not rounded', async () => {
    const name = `${provider.database}_full`;
    const store = await openStore(name);
    const counter = client.db(name).collection<{ _id: string; next: Long }>('positions');
    await counter.updateOne({ _id: 'events' }, { $set: { next: Long.fromString('9007199254740990') } });
    const last = await store.appendToStream('full', [placed]);
    expect(last.globalPosition).toBe(Number.MAX_SAFE_INTEGER - 1);
    expect(await store.readStream('full')).toEqual(last.events);
    const error = await annalsErrorOf(store.appendToStream('full', [placed, placed]));
    expect(error).toMatchObject({ code: 'STORE_FAILED' });
    expect(error.message).toContain('2^53 - 1');
    expect(await store.readStream('full')).toHaveLength(1);
    await client.db(name).dropDatabase();
  });
});

test('appends to one stream that do not wait for each other go in the order of the calls', async () => {
  const store = await openStore();
  const appends = [-1, 0, 1, 2].map((version) =>
    store.appendToStream('in-order', [placed], { expectedStreamVersion: version }),
  );
  expect((await Promise.all(appends)).map(({ streamVersion }) => streamVersion)).toEqual([0, 1, 2, 3]);
});

test('a page begins inside an append where the reader asks for it', async () => {
  const store = await openStore();
  const { globalPosition, events } = await store.appendToStream('inside', [placed, placed, placed]);
  for (const types of [undefined, ['order.placed']]) {
    const options = { after: globalPosition - 2, maxCount: 10, ...(types && { types }) };
    expect((await store.readPage(options)).events).toEqual(events.slice(1));
  }
});
