import { randomUUID } from 'node:crypto';
import type { CommandStartedEvent, Document } from 'mongodb';
import { MongoConnection } from '../../src/adapters/mongodb/connection/mongo-connection.js';
import { MongoSubscriptionStore } from '../../src/adapters/mongodb/index.js';
import type { ParkedLane } from '../../src/subscriptions/index.js';
import { testDatabase } from '../support/mongo.js';

const hourMs = 3_600_000;

describe('the MongoDB subscription store', () => {
  const provider = testDatabase();
  const commands: Document[] = [];
  let connection: MongoConnection;
  let store: MongoSubscriptionStore;

  beforeAll(async () => {
    connection = await MongoConnection.open({ ...provider, clientOptions: { monitorCommands: true } });
    connection.client.on('commandStarted', ({ command }: CommandStartedEvent) => commands.push(command));
    store = new MongoSubscriptionStore(connection.database);
    await Promise.all([store.prepare(), new MongoSubscriptionStore(connection.database).prepare()]);
    await store.prepare();
  });
  afterAll(() => connection.close());

  const collection = (name: string) => connection.database.collection<{ _id: string }>(name);
  const newSubscription = (sliceCount = 2) => {
    const name = randomUUID();
    return { id: `subscriber/${name}`, kind: 'subscriber', name, patterns: ['**'], sliceCount } as const;
  };
  const lane = (subscription: string, number: number, nextAttemptAt: Date | null): ParkedLane => ({
    id: `${subscription}/e${number}`,
    subscription,
    slice: 0,
    lane: `order-${number}`,
    event: { eventId: `e${number}`, type: 'a', streamId: `order-${number}`, streamPosition: 0, globalPosition: number },
    attempts: 1,
    failure: { name: 'Error', message: '', code: null },
    firstFailedAt: new Date(0),
    lastFailedAt: new Date(0),
    nextAttemptAt,
    request: null,
  });

  it('removes members whose lease ended more than an hour ago when one joins', async () => {
    const until = (ageMs: number) => new Date(Date.now() - ageMs);
    const dead = [
      { _id: 'long-dead', groups: [], until: until(2 * hourMs) },
      { _id: 'just-dead', groups: [], until: until(hourMs / 2) },
    ];
    await collection('members').insertMany(dead);
    await store.join({ id: 'alive', groups: ['a'] }, 60_000);
    const kept = await collection('members').find().sort({ _id: 1 }).toArray();
    expect(kept.map(({ _id }) => _id)).toEqual(['alive', 'just-dead']);
    await expect(store.renew({ id: 'just-dead', groups: [] }, 60_000)).resolves.toBe(false);
    await expect(store.renew({ id: 'long-dead', groups: [] }, 60_000)).resolves.toBe(false);
    await expect(store.members()).resolves.toEqual([{ id: 'alive', groups: ['a'] }]);
    await store.leave('alive');
  });

  it('goes by the clock of the database alone', async () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2001-01-01'));
    try {
      commands.length = 0;
      await store.join({ id: 'timeless', groups: [] }, 60_000);
      await expect(store.renew({ id: 'timeless', groups: [] }, 60_000)).resolves.toBe(true);
      await expect(store.members()).resolves.toEqual([{ id: 'timeless', groups: [] }]);
      const { createdAt } = await store.create(newSubscription(), 0);
      expect(createdAt.getFullYear()).toBeGreaterThan(2001);
      expect(commands.flatMap(momentsIn)).toEqual([]);
    } finally {
      clock.mockRestore();
      await store.leave('timeless');
    }
  });

  it('replaces slices that are left of a subscription that is not there', async () => {
    const subscription = newSubscription(2);
    await store.create(subscription, 4);
    await collection('subscriptions').deleteOne({ _id: subscription.id });
    await store.create({ ...subscription, sliceCount: 1 }, 9);
    await expect(store.slices([subscription.id])).resolves.toEqual([
      { subscription: subscription.id, slice: 0, position: 9, owner: null },
    ]);
  });

  it('creates nothing where it cannot create everything', async () => {
    const subscription = newSubscription();
    const refuse = (validator: Document) =>
      connection.database.command({ collMod: 'subscription_slices', validator, writeConcern: { w: 'majority' } });
    await refuse({ position: { $ne: 77 } });
    await expect(store.create(subscription, 77)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    const ids = (await store.subscriptions()).map(({ id }) => id);
    expect(ids).not.toContain(subscription.id);
    await refuse({});
    await store.create(subscription, 77);
    await expect(store.slices([subscription.id])).resolves.toHaveLength(2);
  });

  it('takes values for nothing but values', async () => {
    const subscription = newSubscription();
    await store.create(subscription, 0);
    await store.claim({ subscription: subscription.id, slice: 0, owner: null }, 'me');
    await store.park('me', lane(subscription.id, 1, null));
    const anything = { $ne: 'x' } as never;
    await expect(store.request(anything, 'discard')).resolves.toBe(false);
    await expect(store.remove(anything)).resolves.toBe(false);
    await expect(store.findParked({ subscription: anything, maxCount: 9 })).resolves.toEqual([]);
    await expect(store.park(anything, lane(subscription.id, 2, null))).resolves.toBe(false);
    await expect(store.claim({ subscription: subscription.id, slice: 0, owner: anything }, 'you')).resolves.toBeNull();
    await expect(store.renew({ id: anything, groups: [] }, 1)).resolves.toBe(false);
    await expect(store.parkedLanes({ subscription: subscription.id, slice: 0 })).resolves.toHaveLength(1);
  });

  describe('of many parked lanes', () => {
    const { id: subscription, ...rest } = newSubscription();
    beforeAll(async () => {
      for (const id of [subscription, 'subscriber/other']) {
        await store.create({ id, ...rest }, 0);
        await collection('parked_lanes').insertMany(
          Array.from({ length: 500 }, (_, number) => {
            const { id: _id, ...document } = lane(id, number, number % 2 === 0 ? null : new Date(0));
            return { _id, ...document, slice: number % 100 };
          }),
        );
      }
      await store.request(`${subscription}/e4`, 'retry');
    });

    test.each<[string, () => Promise<readonly unknown[]>, string, number]>([
      ['those of a slice', () => store.parkedLanes({ subscription, slice: 7 }), 'subscription_slice', 5],
      ['those with a request', () => store.requested([subscription]), 'requested', 1],
      ['a page of a subscription', () => store.findParked({ subscription, maxCount: 20 }), 'subscription_id', 20],
      ['a page of all', () => store.findParked({ maxCount: 20 }), '_id_', 20],
    ])('looks at no other than it gives: %s', async (_, read, index, count) => {
      commands.length = 0;
      await expect(read()).resolves.toHaveLength(count);
      const { find, filter, sort, limit } = commands.find((command) => 'find' in command) ?? {};
      const explained = await connection.database.command({
        explain: { find: find as string, filter: filter as Document, ...(sort && { sort, limit }) },
        verbosity: 'executionStats',
      });
      expect(JSON.stringify((explained.queryPlanner as Document).winningPlan)).toContain(`"indexName":"${index}"`);
      expect(explained.executionStats).toMatchObject({ totalDocsExamined: count });
    });
  });
});

function momentsIn(value: unknown): Date[] {
  if (value instanceof Date) return [value];
  if (typeof value !== 'object' || value === null) return [];
  const { $clusterTime: _time, lsid: _session, ...rest } = value as Document;
  return Object.values(rest).flatMap(momentsIn);
}
