import { setTimeout as wait } from 'node:timers/promises';
import { MongoEventStore } from '../../src/mongodb.js';
import { annalsErrorOf } from '../support/errors.js';
import { MongoProxy } from '../support/mongo-proxy.js';
import { keepsItsPromises } from './harness/keeps-its-promises.js';
import { testLimitMs, workUnder } from './harness/under-fault.js';
import { command, ReplicaSet } from './servers/replica-set.js';

/** The server's code for a command that the user may not send. */
const unauthorized = 13;

let servers: ReplicaSet;
let proxy: MongoProxy;

beforeAll(async () => {
  servers = await ReplicaSet.start(1);
  proxy = await MongoProxy.start(servers.nodes[0]?.uri ?? '');
}, testLimitMs);

afterAll(async () => {
  await proxy.stop();
  await servers.stop();
});

test(
  'replies cut after the write, requests cut before it, and connections that all break at once',
  async () => {
    const findings = await workUnder({
      name: 'cut-replies',
      uri: servers.uri,
      writersUri: proxy.uri,
      async inject(_, random) {
        for (let count = 0; count < 5; count++) {
          const kind = random.weighted([
            [1, 'reserve'],
            [4, 'insert'],
            [3, 'commit'],
          ] as const);
          // An append to several streams may take its time to come.
          await Promise.race([proxy.cut(kind, random.pick(['cut-request', 'cut-reply', 'cut-reply'])), wait(500)]);
          await wait(random.below(50));
        }
        proxy.relax();
        proxy.cutAll();
      },
    });
    keepsItsPromises(findings);
  },
  testLimitMs,
);

test('an append that cannot be settled is not said to be refused, and is stored once when it is repeated', async () => {
  const [mongod] = servers.nodes;
  const store = await MongoEventStore.connect({ uri: proxy.uri, database: 'faults_unsettled' });
  const events = [{ type: 'order.placed', eventId: 'placed' }];
  // The insert itself is let through, what settles its outcome is not.
  const data = { failCommands: ['insert'], errorCode: unauthorized };
  await command(mongod, { configureFailPoint: 'failCommand', mode: { skip: 1 }, data });
  try {
    const isCut = proxy.cutInsert('cut-reply');
    const error = await annalsErrorOf(store.appendToStream('order-1', events));
    await isCut;
    expect(error).toMatchObject({ code: 'APPEND_OUTCOME_UNKNOWN', eventIds: ['placed'] });
    await command(mongod, { configureFailPoint: 'failCommand', mode: 'off' });
    await store.appendToStream('order-1', events);
    expect(await store.readStream('order-1')).toHaveLength(1);
  } finally {
    await command(mongod, { configureFailPoint: 'failCommand', mode: 'off' });
    await store.close();
  }
});
