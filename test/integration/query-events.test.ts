import { Long, MongoClient } from 'mongodb';
import { MongoEventStore } from '../../src/mongodb.js';
import type { EventQuery } from '../../src/index.js';
import { testDatabase } from '../support/mongo.js';

interface CommitFields {
  _id: Long;
  streamId: string;
  position: Long | number;
  count: number;
  events?: object[];
  createdAt?: Date;
}

const provider = testDatabase();
const client = new MongoClient(provider.uri);
const commits = client.db(provider.database).collection<CommitFields>('events');
let store: MongoEventStore;

beforeAll(async () => {
  store = await MongoEventStore.connect(provider);
});
afterEach(() => commits.deleteMany({}));
afterAll(async () => {
  await store.close();
  await client.close();
});

const moment = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));

/** Stores a commit where the test wants it, as a writer does that was slow. */
const land = (first: number, count: number, seconds: number, streamId = `order-${first}`) =>
  commits.insertOne({
    _id: Long.fromNumber(first),
    streamId,
    position: 0,
    count,
    events: Array.from({ length: count }, (_, index) => ({
      eventId: `e-${first + index}`,
      type: 'order.placed',
      data: {},
      metadata: { correlationId: 'c' },
    })),
    createdAt: moment(seconds),
  });

/** Closes positions, as a reader does whose patience with a writer ends. */
const bury = (...positions: number[]) =>
  commits.insertMany(
    positions.map((position) => {
      const exact = Long.fromNumber(position);
      return { _id: exact, streamId: '$tombstones', position: exact, count: 1 };
    }),
  );

const positionsOf = async (query: EventQuery) => {
  const { events, next } = await store.queryEvents(query);
  return { found: events.map(({ globalPosition }) => globalPosition), next };
};

describe('a query over a log with closed positions', () => {
  /** Events at 3, 6 to 9 and 14; some of the closed positions lie inside the commit that was faster. */
  const arrange = async () => {
    await bury(0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 13, 15, 16);
    await land(3, 1, 10);
    await land(6, 4, 20);
    await land(14, 1, 30);
  };
  const all = [3, 6, 7, 8, 9, 14];

  test.each<[string, EventQuery]>([
    ['without a filter', {}],
    ['by a type', { types: ['order.placed'] }],
    ['by a pattern', { types: ['order.*'] }],
    ['by a pattern for all', { types: ['**'] }],
    ['by a prefix', { streamPrefix: 'o' }],
    ['by a correlation id', { correlationId: 'c' }],
    ['by time', { createdFrom: moment(0), createdTo: moment(60) }],
  ])('never shows one: %s', async (_, query) => {
    await arrange();
    expect(await positionsOf(query)).toEqual({ found: all.toReversed(), next: null });
    expect(await positionsOf({ ...query, direction: 'forwards' })).toEqual({ found: all, next: null });
    for (let after = -1; after <= 17; after++) {
      const before = all.filter((position) => position < after).reverse();
      expect(await positionsOf({ ...query, after })).toEqual({ found: before, next: null });
      const behind = all.filter((position) => position > after);
      expect(await positionsOf({ ...query, after, direction: 'forwards' })).toEqual({ found: behind, next: null });
    }
  });

  test('never shows one by its stream', async () => {
    await arrange();
    for (const streamPrefix of ['$', '$t', '$tombstones']) {
      expect(await positionsOf({ streamPrefix })).toEqual({ found: [], next: null });
    }
  });

  test('finds each span of time', async () => {
    await arrange();
    const storedAt = (position: number) => (position === 3 ? 10 : position === 14 ? 30 : 20);
    const bounds = [5, 10, 15, 20, 25, 30, 35];
    for (const from of bounds) {
      for (const to of bounds) {
        const wanted = all.filter((position) => storedAt(position) >= from && storedAt(position) <= to);
        const query = { createdFrom: moment(from), createdTo: moment(to) };
        expect(await positionsOf(query)).toEqual({ found: wanted.reverse(), next: null });
      }
    }
  });

  test('finds nothing where there are only closed positions', async () => {
    await bury(0, 1, 2);
    for (const query of [{}, { createdFrom: moment(0) }, { direction: 'forwards', after: 0 }] as const) {
      expect(await positionsOf(query)).toEqual({ found: [], next: null });
    }
  });
});

describe('a query for large events', () => {
  test('ends its page where the database cuts its answer, and says so', async () => {
    for (const number of [0, 2, 4, 6]) {
      const events = [0, 1].map((index) => ({
        eventId: `e-${number + index}`,
        type: 'order.placed',
        data: { text: 'x'.repeat(3_500_000) },
        metadata: {},
      }));
      const place = { _id: Long.fromNumber(number), streamId: 'large', position: number, count: 2 };
      await commits.insertOne({ ...place, events, createdAt: moment(number) });
    }
    expect(await positionsOf({})).toEqual({ found: [7, 6, 5, 4], next: 4 });
    expect(await positionsOf({ after: 4 })).toEqual({ found: [3, 2, 1, 0], next: null });
    const forwards = { streamId: 'large', direction: 'forwards' } as const;
    expect(await positionsOf(forwards)).toEqual({ found: [0, 1, 2, 3], next: 3 });
    expect(await positionsOf({ ...forwards, after: 3 })).toEqual({ found: [4, 5, 6, 7], next: null });
  });
});

describe('a query beside an append that is under way', () => {
  test('does not wait for it, and shows it from then on', async () => {
    await land(0, 1, 10);
    await land(3, 1, 30);
    const span = { createdFrom: moment(10), createdTo: moment(30) };
    expect(await positionsOf(span)).toEqual({ found: [3, 0], next: null });
    await land(1, 2, 20);
    expect(await positionsOf(span)).toEqual({ found: [3, 2, 1, 0], next: null });
    expect(await positionsOf({ createdTo: moment(20), direction: 'forwards' })).toEqual({
      found: [0, 1, 2],
      next: null,
    });
  });
});
