import { setTimeout as wait } from 'node:timers/promises';
import { MongoProxy } from '../support/mongo-proxy.js';
import { keepsItsPromises } from './harness/keeps-its-promises.js';
import type { Random } from './harness/random.js';
import { testLimitMs, workUnder } from './harness/under-fault.js';
import { ReplicaSet } from './servers/replica-set.js';

/** A reader closes a hole that is older than a second. */
const frozenMs = [1_200, 2_500] as const;
const appendLimitMs = 2_000;

let servers: ReplicaSet;
/** Only one writer comes this way, to be struck in the middle of an append. */
let proxy: MongoProxy;

beforeAll(async () => {
  servers = await ReplicaSet.start(1);
  proxy = await MongoProxy.start(servers.nodes[0]?.uri ?? '');
}, testLimitMs);

afterAll(async () => {
  await proxy.stop();
  await servers.stop();
});

/**
 * Strikes while a command of an append is on its way: the server carries it out, but the writer does not go on. Its
 * positions are reserved then, or its events stored, or its transaction is ready to be committed.
 */
async function inTheMiddle(random: Random, strike: () => void | Promise<void>): Promise<void> {
  const command = proxy.hold(
    random.weighted([[4, 'reserve'] as const, [1, 'insert'] as const, [1, 'commit'] as const]),
  );
  await Promise.race([command.arrived, wait(appendLimitMs)]);
  await strike();
  proxy.relax();
}

test(
  'writers killed in the middle of appends',
  async () => {
    const findings = await workUnder({
      name: 'killed-writers',
      uri: servers.uri,
      firstWriterUri: proxy.uri,
      async inject(writers, random) {
        const isFirst = random.below(3) > 0;
        const victim = isFirst ? writers.at(proxy.uri) : writers.pick(random);
        const kill = () => (random.below(3) > 0 ? writers.replace(victim) : writers.remove(victim));
        await (isFirst ? inTheMiddle(random, kill) : kill());
      },
    });
    keepsItsPromises(findings);
    expect(findings.unknown).toBeGreaterThan(0);
  },
  testLimitMs,
);

test(
  'writers frozen in the middle of appends, and woken when readers have passed them',
  async () => {
    const findings = await workUnder({
      name: 'frozen-writers',
      uri: servers.uri,
      firstWriterUri: proxy.uri,
      async inject(writers, random) {
        const victim = writers.at(proxy.uri);
        await inTheMiddle(random, () => victim.freeze());
        await wait(random.between(...frozenMs));
        victim.wake();
      },
    });
    keepsItsPromises(findings);
    // An append that was under way when its writer froze, and was stored after it woke.
    const longest = Math.max(
      ...findings.evidence.history.map(({ outcome, calledAt, returnedAt }) =>
        outcome.kind === 'stored' ? returnedAt - calledAt : 0,
      ),
    );
    expect(longest).toBeGreaterThan(frozenMs[0] * 1_000_000);
  },
  testLimitMs,
);
