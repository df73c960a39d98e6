import { Double, Long, MongoClient, type Document } from 'mongodb';
import { IsInt } from 'class-validator';
import {
  createApplication,
  Event,
  EventHandler,
  Projection,
  type ReadModel,
  type RecordedEvent,
  type StorageError,
} from '../../src/index.js';
import { mongodb, MongoEventStore } from '../../src/mongodb.js';
import { annalsErrorOf } from '../support/errors.js';
import { testDatabase } from '../support/mongo.js';

const server = testDatabase();
const client = new MongoClient(server.uri);
const stores: MongoEventStore[] = [];
let number = 0;
let name: string;

beforeEach(() => {
  name = `${server.database}_${String(++number)}`;
});

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await client.db(name).dropDatabase();
});

afterAll(() => client.close());

async function openStore(): Promise<MongoEventStore> {
  const store = await MongoEventStore.connect({ uri: server.uri, database: name });
  stores.push(store);
  return store;
}

const placed = { type: 'order.placed', data: {} };
const commits = () => client.db(name).collection<Document & { _id: Long }>('events');

/** The log as it is when it has handed out all positions below `next`, and all below are settled. */
async function seedPositions(next: number): Promise<void> {
  const positions = client.db(name).collection<{ _id: string; next: Long }>('positions');
  const value = { next: Long.fromNumber(next) };
  await positions.insertMany(['events', 'events/settled'].map((_id) => ({ _id, ...value })));
}

/** A stream whose first event stands at 0 and whose last one at a position, as the store itself would have written them. */
async function seedStream(streamId: string, last: number): Promise<void> {
  const events = [{ type: 'order.placed', data: {}, metadata: {} }];
  const commit = { streamId, count: 1, events, createdAt: new Date(0) };
  await commits().insertMany(
    [0, last].map((position, index) => ({ _id: Long.fromNumber(index), ...commit, position: new Double(position) })),
  );
}

async function collect(events: AsyncIterable<RecordedEvent>): Promise<RecordedEvent[]> {
  const all = [];
  for await (const event of events) all.push(event);
  return all;
}

@Event('number.counted')
class Counted {
  @IsInt() by!: number;
}

@Projection('numbers')
class Numbers {
  @EventHandler(Counted)
  counted({ by }: Counted, view: ReadModel<{ sum: number; last: number }>, { globalPosition }: RecordedEvent) {
    view.update('all', ({ sum }) => ({ sum: sum + by, last: globalPosition }), { sum: 2 ** 31 - 2, last: -1 });
  }
}

describe.each([
  ['2^31', 2 ** 31],
  ['2^32', 2 ** 32],
  ['2^52', 2 ** 52],
])('the counter of global positions', (edge, value) => {
  test(`goes over ${edge}: nothing is rounded, skipped or doubled, in any way of reading`, async () => {
    const start = value - 5;
    await seedPositions(start);
    const [store, other] = [await openStore(), await openStore()];
    const appended: RecordedEvent[] = [];
    for (const count of [1, 2, 4, 3]) {
      const events = Array<typeof placed>(count).fill(placed);
      appended.push(...(await store.appendToStream('before', events)).events);
      const several = [
        { streamId: 'one', events },
        { streamId: 'two', events },
      ];
      const results = await other.appendToStreams(several);
      appended.push(...results.flatMap((result) => result.events));
    }
    const positions = appended.map(({ globalPosition }) => globalPosition);
    expect(positions).toEqual(positions.map((_, index) => start + index));

    expect(await other.headPosition()).toBe(positions.at(-1));
    expect(await collect(other.readAll())).toEqual(appended);
    expect(await collect(store.readAll({ after: value - 1 }))).toEqual(appended.slice(5));
    expect(await collect(store.readAll({ streams: ['two'] }))).toEqual(await other.readStream('two'));
    for (const [index, after] of positions.entries()) {
      const { events } = await other.readPage({ after, maxCount: 100 });
      expect(events).toEqual(appended.slice(index + 1));
    }
    expect(await store.findEvents([appended[7]!.eventId])).toEqual([appended[7]]);
    const types = (await commits().find().toArray()).map(({ _id }) => typeof _id);
    expect(new Set(types)).toEqual(new Set(['number']));
  });

  test(`goes over ${edge} under a projection, its checkpoint and its previews`, async () => {
    await seedPositions(value - 3);
    const app = await createApplication({ components: [Numbers], store: mongodb({ ...server, database: name }) });
    let last = -1;
    for (let count = 1; count <= 6; count++) {
      const { globalPosition } = await app.eventStore.appendToStream('numbers', [
        { type: 'number.counted', data: { by: 1 } },
      ]);
      await app.projections.waitFor('numbers', globalPosition, 10_000);
      last = globalPosition;
    }
    const [status] = await app.projections.status();
    expect(status).toMatchObject({ position: last, lag: 0 });
    const preview = await app.projections.preview(Numbers, { atPosition: value - 1 });
    expect(await preview.get('all')).toEqual({ sum: 2 ** 31 + 1, last: value - 1 });
    await preview.close();
    expect(await app.projections.rebuild('numbers')).toBe(last);
    await app.close();
    const view = client.db(name).collection<Document & { _id: string }>('view_numbers');
    expect(await view.findOne({})).toEqual({ _id: 'all', sum: 2 ** 31 + 4, last });
  });
});

test('the counter of global positions ends at 2^53 - 2, whose events are read like all others', async () => {
  const start = Number.MAX_SAFE_INTEGER - 4;
  await seedPositions(start);
  const [store, other] = [await openStore(), await openStore()];
  const { events, globalPosition } = await store.appendToStream('last', [placed, placed, placed, placed]);
  expect(globalPosition).toBe(Number.MAX_SAFE_INTEGER - 1);
  expect(await other.readStream('last')).toEqual(events);
  expect(await collect(other.readAll())).toEqual(events);
  expect(await other.headPosition()).toBe(globalPosition);
  expect(await other.readPage({ after: globalPosition, maxCount: 10 })).toEqual({
    events: [],
    position: globalPosition,
  });
  for (const append of [
    () => store.appendToStream('last', [placed]),
    () => other.appendToStream('other', [placed, placed]),
    () =>
      other.appendToStreams([
        { streamId: 'a', events: [placed] },
        { streamId: 'b', events: [placed] },
      ]),
  ]) {
    expect(await annalsErrorOf(append())).toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('2^53 - 1') as unknown,
    });
  }
  expect(await collect(other.readAll())).toEqual(events);
  expect(await commits().countDocuments()).toBe(1);
  // A store that is opened now finds the same.
  expect(await (await openStore()).headPosition()).toBe(globalPosition);
});

test('the positions of a stream go over 2^31', async () => {
  const edge = 2 ** 31;
  await seedStream('long', edge - 3);
  const [store, other] = [await openStore(), await openStore()];
  const first = await store.appendToStream('long', [placed, placed], { expectedStreamVersion: edge - 3 });
  expect(first.streamVersion).toBe(edge - 1);
  const second = await other.appendToStream('long', [placed, placed, placed], { expectedStreamVersion: edge - 1 });
  const third = await store.appendToStream('long', [placed]);
  expect([second, third].map(({ streamVersion }) => streamVersion)).toEqual([edge + 2, edge + 3]);
  const all = [...first.events, ...second.events, ...third.events];
  expect(await store.readStream('long', { from: edge - 2 })).toEqual(all);
  expect(await other.readStream('long', { from: edge, to: edge + 1 })).toEqual(all.slice(2, 4));
  expect(await other.readStream('long', { direction: 'backwards', maxCount: 2 })).toEqual(all.slice(-2).reverse());
  expect((await other.streamInfo('long'))?.streamVersion).toBe(edge + 3);
  const stale = store.appendToStream('long', [placed], { expectedStreamVersion: edge });
  expect(await annalsErrorOf(stale)).toMatchObject({ status: 409, actualStreamVersion: edge + 3 });
});

test('the positions of a stream end at 2^53 - 1: more are refused, and neighbours are stored', async () => {
  const end = Number.MAX_SAFE_INTEGER;
  await seedStream('endless', end - 3);
  const store = await openStore();
  const { streamVersion, events } = await store.appendToStream('endless', [placed, placed]);
  expect(streamVersion).toBe(end - 1);
  const refused = (append: Promise<unknown>) =>
    annalsErrorOf(append).then(({ code, message }) => [
      code as StorageError['code'],
      /'endless' is full/.test(message),
    ]);
  const full = ['STORE_FAILED', true];
  expect(
    await Promise.all([
      store.appendToStream('neighbour', [placed]).then((result) => result.streamVersion),
      refused(store.appendToStream('endless', [placed, placed])),
      refused(
        store.appendToStreams([
          { streamId: 'beside', events: [placed] },
          { streamId: 'endless', events: [placed, placed] },
        ]),
      ),
      store.appendToStream('another', [placed]).then((result) => result.streamVersion),
    ]),
  ).toEqual([0, full, full, 0]);
  expect(await store.readStream('beside')).toEqual([]);

  const last = await (await openStore()).appendToStream('endless', [placed], { expectedStreamVersion: end - 1 });
  expect(last.streamVersion).toBe(end);
  expect(await refused(store.appendToStream('endless', [placed]))).toEqual(full);
  expect(await store.readStream('endless', { from: end - 2 })).toEqual([...events, ...last.events]);
  expect(await store.readStream('endless', { from: end })).toEqual(last.events);
});

describe('a document that the server refuses', () => {
  beforeEach(async () => {
    await (await openStore()).close();
    await client.db(name).command({ collMod: 'events', validator: { streamId: { $not: /^poison/ } } });
  });

  const lift = () => client.db(name).command({ collMod: 'events', validator: {} });

  test('costs no neighbour of its batch anything, and leaves no hole', async () => {
    const store = await openStore();
    const after = await store.headPosition();
    const ids = Array.from({ length: 60 }, (_, index) => `${index % 7 === 3 ? 'poison' : 'good'}-${String(index)}`);
    const outcomes = await Promise.allSettled(ids.map((id) => store.appendToStream(id, [placed, placed])));
    for (const [index, id] of ids.entries()) {
      expect(outcomes[index]).toMatchObject(
        id.startsWith('good')
          ? { status: 'fulfilled', value: { streamVersion: 1 } }
          : { status: 'rejected', reason: { code: 'STORE_FAILED' } },
      );
      expect(await store.readStream(id)).toHaveLength(id.startsWith('good') ? 2 : 0);
    }
    const read = await collect(store.readAll({ after }));
    expect(read.map(({ streamId }) => streamId)).toEqual(
      ids.filter((id) => id.startsWith('good')).flatMap((id) => [id, id]),
    );
    await lift();
    expect(await store.appendToStream(ids[3]!, [placed])).toMatchObject({ streamVersion: 0 });
  });

  test('refuses an append to several streams as a whole, and its neighbours go on', async () => {
    const store = await openStore();
    const several = ['good-1', 'poison-1', 'good-2'].map((streamId) => ({ streamId, events: [placed] }));
    const [refusal, ...results] = await Promise.all([
      annalsErrorOf(store.appendToStreams(several)),
      ...['a', 'b', 'c'].map((streamId) => store.appendToStream(streamId, [placed])),
    ]);
    expect(refusal).toMatchObject({ code: 'STORE_FAILED' });
    expect(results.map(({ streamVersion }) => streamVersion)).toEqual([0, 0, 0]);
    for (const { streamId } of several) expect(await store.readStream(streamId)).toEqual([]);
    await lift();
    const stored = await store.appendToStreams(several);
    expect(stored.map(({ streamVersion }) => streamVersion)).toEqual([0, 0, 0]);
  });
});

test('metadata that an index holds may be large', async () => {
  const store = await openStore();
  const correlationId = 'x'.repeat(8_000_000);
  const [result] = await Promise.all([
    store.appendToStream('large', [{ ...placed, metadata: { correlationId } }]),
    store.appendToStream('small', [placed]),
  ]);
  expect(await store.readStream('large')).toEqual(result.events);
});
