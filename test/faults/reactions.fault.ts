import { setTimeout as wait } from 'node:timers/promises';
import { MongoProxy } from '../support/mongo-proxy.js';
import { until } from '../support/until.js';
import { allAtWork, reactUnder, type Scene } from './harness/react-under.js';
import type { Reactor } from './harness/reactors.js';
import { isShort, testLimitMs } from './harness/under-fault.js';
import type { Mongod } from './servers/mongod.js';
import { ReplicaSet } from './servers/replica-set.js';
import { rollOplog } from './servers/roll-oplog.js';

const killEveryMs = 2_000;
const backlog = isShort ? 3_000 : 50_000;
const kills = isShort ? 3 : 0;
/** A projection that is killed so often is exact all the same. */
const projectionKills = isShort ? 0 : 10;
/** Longer than a lease of five seconds. */
const frozenMs = 6_000;
/** The lease of a process, and the time until the others look. */
const takeoverLimitMs = 15_000;
const smallOplogMegabytes = 1;

let servers: ReplicaSet;
let mongod: Mongod;

beforeAll(async () => {
  servers = await ReplicaSet.start(1);
  mongod = servers.nodes[0]!;
}, testLimitMs);

afterAll(() => servers.stop());

/** Every second time the process whose projection is at work, if one is. */
function victimIn({ reactors, random }: Scene): { victim: Reactor; isProjecting: boolean } {
  const projecting = random.below(2) === 0 ? reactors.projecting() : undefined;
  return { victim: projecting ?? reactors.pick(random), isProjecting: projecting !== undefined };
}

test(
  'processes that are killed one after the other share out what there is to do',
  async () => {
    let killed = 0;
    let killedProjections = 0;
    const { broken } = await reactUnder({
      name: 'killed-reactors',
      uri: servers.uri,
      processes: 4,
      backlog,
      handlerPauseMs: 10,
      async inject(scene) {
        await wait(killEveryMs);
        await until(() => scene.reactors.atWork.length > 1); // on a busy machine a start takes longer than that
        const { victim, isProjecting } = victimIn(scene);
        killed++;
        if (isProjecting) killedProjections++;
        await scene.reactors.replace(victim);
        return 1;
      },
      async isEnough({ overview }) {
        const { subscriber } = await overview.positions();
        return killed >= kills && killedProjections >= projectionKills && (isShort || subscriber >= backlog);
      },
    });
    expect(broken).toEqual([]);
    expect(killedProjections).toBeGreaterThanOrEqual(projectionKills);
  },
  testLimitMs,
);

test(
  'a process that stands still for longer than its lease is replaced by the others, and does no harm when it goes on',
  async () => {
    const { broken } = await reactUnder({
      name: 'frozen-reactors',
      uri: servers.uri,
      processes: 3,
      async inject(scene) {
        const { victim } = victimIn(scene);
        victim.freeze();
        try {
          const frozen = wait(frozenMs);
          await wait(killEveryMs); // something happens that is the frozen one's to do
          const head = await scene.overview.head();
          await until(() => scene.overview.hasReached(head), takeoverLimitMs);
          await frozen;
        } finally {
          victim.wake();
        }
        await allAtWork(scene);
        return 1;
      },
    });
    expect(broken).toEqual([]);
  },
  testLimitMs,
);

test(
  'nothing is missed when the oplog has rolled over while processes were away, or stood still at their change streams',
  async () => {
    const forgetful = await ReplicaSet.start(1, smallOplogMegabytes);
    const { uri } = forgetful;
    const { broken } = await reactUnder({
      name: 'rolled-oplog',
      uri,
      processes: 2,
      async inject(scene) {
        const { reactors } = scene;
        for (const reactor of reactors.running) reactor.freeze();
        try {
          await rollOplog(uri);
        } finally {
          for (const reactor of reactors.running) reactor.wake();
        }
        await allAtWork(scene);
        const killed = reactors.running;
        await reactors.killAll();
        await rollOplog(uri);
        for (const _ of killed) reactors.start();
        await allAtWork(scene);
        return 2 * killed.length;
      },
    }).finally(() => forgetful.stop());
    expect(broken).toEqual([]);
  },
  testLimitMs,
);

test(
  'reactions go on by themselves when connections break and when mongod is killed and started again',
  async () => {
    const proxy = await MongoProxy.start(mongod.uri);
    try {
      const { broken } = await reactUnder({
        name: 'lost-connections',
        uri: servers.uri,
        reactorsUri: proxy.uri,
        processes: 3,
        async inject(scene) {
          for (let count = 0; count < 5; count++) {
            await wait(scene.random.below(300));
            proxy.cutAll();
          }
          await allAtWork(scene);
          await mongod.kill();
          if (scene.random.below(3) === 0) await wait(scene.random.below(frozenMs));
          mongod.start();
          await servers.primary();
          await allAtWork(scene);
          return scene.reactors.running.length; // their leases may have run out
        },
      });
      expect(broken).toEqual([]);
    } finally {
      await proxy.stop();
    }
  },
  testLimitMs,
);
