import { setTimeout as wait } from 'node:timers/promises';
import { MongoEventStore } from '../../src/mongodb.js';
import { until } from '../support/until.js';
import { testLimitMs } from './harness/under-fault.js';
import { command, ReplicaSet } from './servers/replica-set.js';

/** A new primary may learn late what a majority has: at first it shows less than the one before it has shown. */

/** Long enough for an answer that is not waited for. */
const wrongAnswerMs = 1_000;

let servers: ReplicaSet;
let store: MongoEventStore;

beforeAll(async () => {
  servers = await ReplicaSet.start(3);
  store = await MongoEventStore.connect({ uri: servers.uri, database: 'faults_behind' });
}, testLimitMs);

afterAll(async () => {
  await store.close();
  await servers.stop();
});

test(
  'a reader skips nothing when the new primary shows less than the one before',
  async () => {
    await store.appendToStream('order-1', [{ type: 'order.placed' }]);
    await servers.whole();
    const before = await servers.primary();
    const next = servers.nodes.find((node) => node !== before)!;
    await until(async () => (await store.headPosition()) === 0);
    const setBehind = (mode: 'alwaysOn' | 'off') => command(next, { configureFailPoint: 'disableSnapshotting', mode });
    await setBehind('alwaysOn');
    const { events } = await store.appendToStream('order-1', [{ type: 'order.paid' }]);
    for await (const _ of store.readAll());

    await command(next, { replSetStepUp: 1, skipDryRun: true });
    await until(async () => (await servers.primary()) === next);
    const reading = store.readPage({ after: 0, types: ['order.paid'], maxCount: 10 });
    const info = store.streamInfo('order-1');
    await Promise.race([reading, wait(wrongAnswerMs)]);
    await setBehind('off');
    await store.appendToStream('order-2', [{ type: 'order.placed' }]); // so that a majority hears of the new primary
    expect((await reading).events).toEqual(events);
    expect(await info).toMatchObject({ streamVersion: 1 });
  },
  testLimitMs,
);
