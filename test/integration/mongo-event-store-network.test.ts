import { MongoClient } from 'mongodb';
import { MongoEventStore } from '../../src/mongodb.js';
import { testDatabase } from '../support/mongo.js';
import { MongoProxy } from '../support/mongo-proxy.js';
import { until } from '../support/until.js';

const { uri, database } = testDatabase();
const client = new MongoClient(uri);
const events = client.db(database).collection<{ _id: number; streamId: string }>('events');
let proxy: MongoProxy;
let cut: MongoEventStore;
let direct: MongoEventStore;

beforeAll(async () => {
  proxy = await MongoProxy.start(uri);
  cut = await MongoEventStore.connect({ uri: proxy.uri, database });
  direct = await MongoEventStore.connect({ uri, database });
});

afterEach(() => proxy.relax());

afterAll(async () => {
  await Promise.all([cut.close(), direct.close()]);
  await proxy.stop();
  await client.close();
});

const storedIds = async (streamId: string) =>
  (await events.find({ streamId }).sort({ position: 1 }).toArray()).map(({ _id }) => _id);

const tombstones = () => storedIds('$tombstones');

test('an append whose reply is lost is stored once', async () => {
  const isCut = proxy.cutInsert('cut-reply');
  const result = await cut.appendToStream('reply-lost', [{ type: 'order.placed' }], {
    expectedStreamVersion: 'no_stream',
  });
  await isCut;
  expect(await storedIds('reply-lost')).toEqual([result.globalPosition]);
  expect(await direct.readStream('reply-lost')).toEqual(result.events);
});

test('an append that never reached the server is made again, behind a tombstone', async () => {
  const before = await tombstones();
  const isCut = proxy.cutInsert('cut-request');
  const result = await cut.appendToStream('request-lost', [{ type: 'order.placed' }, { type: 'order.paid' }], {
    expectedStreamVersion: 'no_stream',
  });
  await isCut;
  expect(await storedIds('request-lost')).toEqual([result.globalPosition - 1]);
  await direct.headPosition();
  const closed = (await tombstones()).filter((position) => !before.includes(position));
  expect(closed).toEqual([result.globalPosition - 3, result.globalPosition - 2]);
});

test('an append to several streams whose transaction loses a reply is stored once', async () => {
  const isCut = proxy.cutInsert('cut-reply');
  const results = await cut.appendToStreams([
    { streamId: 'several-1', events: [{ type: 'order.placed' }], expectedStreamVersion: 'no_stream' },
    { streamId: 'several-2', events: [{ type: 'order.placed' }], expectedStreamVersion: 'no_stream' },
  ]);
  await isCut;
  expect(await storedIds('several-1')).toEqual([results[0]!.globalPosition]);
  expect(await storedIds('several-2')).toEqual([results[1]!.globalPosition]);
});

test('neighbours of one batch whose reply is lost are each stored once', async () => {
  await direct.appendToStream('neighbour-3', [{ type: 'order.placed' }]);
  const isCut = proxy.cutInsert('cut-reply');
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map((number) =>
      cut.appendToStream(`neighbour-${number}`, [{ type: 'order.placed' }], { expectedStreamVersion: 'no_stream' }),
    ),
  );
  await isCut;
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(outcomes[2]).toMatchObject({ reason: { code: 'STREAM_VERSION_CONFLICT', actualStreamVersion: 0 } });
  for (const number of [1, 2, 3]) expect(await direct.readStream(`neighbour-${number}`)).toHaveLength(1);
});

test.each([
  ['of all events', {}],
  ['with a filter', { types: ['order.late', 'order.placed'] }],
])('a reader %s never skips an event that commits late', async (_, filter) => {
  const after = await direct.headPosition();
  const streamId = `late-${after}`;
  const insert = proxy.holdInsert();
  const late = cut.appendToStream(streamId, [{ type: 'order.late' }]);
  await insert.arrived;
  const later = await direct.appendToStream(`${streamId}-later`, [{ type: 'order.placed' }]);

  const finds = proxy.finds;
  let hasRead = false;
  const reading = cut.readPage({ ...filter, after, maxCount: 10 }).finally(() => (hasRead = true));
  // It looks again and again while the position is empty.
  await until(() => hasRead || proxy.finds > finds + 5);
  insert.release();
  const first = await late;
  const seen = [];
  for (let page = await reading; ; page = await cut.readPage({ ...filter, after: page.position, maxCount: 10 })) {
    seen.push(...page.events);
    if (page.position >= later.globalPosition) break;
  }
  expect(first.globalPosition).toBeLessThan(later.globalPosition);
  expect(seen).toEqual([...first.events, ...later.events]);
});

test('a hole is closed when its writer stays away, and the late writer goes behind the reader', async () => {
  const after = await direct.headPosition();
  const insert = proxy.holdInsert();
  const late = cut.appendToStream('held-too-long', [{ type: 'order.late' }, { type: 'order.later' }], {
    expectedStreamVersion: 'no_stream',
  });
  await insert.arrived;
  const later = await direct.appendToStream('in-time', [{ type: 'order.placed' }]);

  const page = await direct.readPage({ after, maxCount: 10 });
  const behind = await (page.events.length > 0 ? page : direct.readPage({ after: page.position, maxCount: 10 }));
  expect(behind.events).toEqual(later.events);
  expect((await tombstones()).slice(-2)).toEqual([after + 1, after + 2]);

  insert.release();
  const result = await late;
  expect(result.globalPosition).toBe(later.globalPosition + 2);
  expect((await direct.readPage({ after: behind.position, maxCount: 10 })).events).toEqual(result.events);
  expect(await storedIds('held-too-long')).toEqual([result.globalPosition - 1]);
});

test('close() finishes an append that is under way', async () => {
  const store = await MongoEventStore.connect({ uri: proxy.uri, database });
  const insert = proxy.holdInsert();
  const append = store.appendToStream('closing', [{ type: 'order.placed' }]);
  await insert.arrived;
  const closed = store.close();
  await expect(store.appendToStream('closing', [{ type: 'order.placed' }])).rejects.toMatchObject({
    code: 'STORE_CLOSED',
  });
  insert.release();
  await expect(append).resolves.toMatchObject({ streamVersion: 0 });
  await closed;
  await store.close();
});
