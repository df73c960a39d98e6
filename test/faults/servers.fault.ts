import { MongoProxy } from '../support/mongo-proxy.js';
import { until } from '../support/until.js';
import { keepsItsPromises } from './harness/keeps-its-promises.js';
import { isShort, testLimitMs, workUnder } from './harness/under-fault.js';
import { command, ReplicaSet } from './servers/replica-set.js';

let servers: ReplicaSet | undefined;

afterEach(() => servers?.stop());

test(
  'a mongod killed and started again',
  async () => {
    servers = await ReplicaSet.start(1);
    const { nodes, uri } = servers;
    const findings = await workUnder({
      name: 'restarted-mongod',
      uri,
      async inject() {
        const [mongod] = nodes;
        await mongod?.kill();
        mongod?.start();
        await servers?.primary();
      },
    });
    keepsItsPromises(findings);
  },
  testLimitMs,
);

// It takes most of a minute, however short the others are.
(isShort ? test.skip : test)(
  'a mongod that stays away for longer than an append waits, so that it is repeated with the same event ids',
  async () => {
    servers = await ReplicaSet.start(1);
    const [mongod] = servers.nodes;
    const proxy = await MongoProxy.start(mongod?.uri ?? '');
    let uncertain = 0;
    const findings = await workUnder({
      name: 'absent-mongod',
      uri: servers.uri,
      firstWriterUri: proxy.uri,
      async inject(writers) {
        if (uncertain > 0) return;
        // Its events are stored, or on their way to be, when mongod goes: nobody can say.
        await proxy.hold('insert').arrived;
        await mongod?.kill();
        proxy.relax();
        await until(() => (uncertain = writers.uncertain()) > 0, 120_000);
        mongod?.start();
        await servers?.primary();
      },
    }).finally(() => proxy.stop());
    keepsItsPromises(findings);
    expect(uncertain).toBeGreaterThan(0);
  },
  testLimitMs,
);

test(
  'a primary of three that steps down, is killed, or freezes and wakes',
  async () => {
    const set = (servers = await ReplicaSet.start(3));
    const findings = await workUnder({
      name: 'lost-primary',
      uri: set.uri,
      readsMayLag: 10e9,
      async inject(_, random) {
        const primary = await set.primary();
        await random.pick([
          async () => {
            // Without a wait for secondaries, and while others may write.
            const stepDown = { replSetStepDown: 2, secondaryCatchUpPeriodSecs: 0, force: true };
            await command(primary, stepDown).catch(() => undefined);
          },
          async () => {
            await primary.kill();
            await set.primary();
            primary.start();
          },
          async () => {
            primary.freeze();
            try {
              await set.primary();
            } finally {
              primary.wake();
            }
          },
        ])();
        await set.whole();
      },
    });
    keepsItsPromises(findings);
  },
  testLimitMs,
);
