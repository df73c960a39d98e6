import { StorageError } from '../../../src/errors/index.js';
import { Event, EventHandler } from '../../../src/index.js';
import {
  DeadlineHandler,
  DeadlineLoop,
  DeadProcesses,
  ProcessManager,
  ProcessWork,
  type DueWorkOptions,
  type Process,
} from '../../../src/process-managers/index.js';
import { latch } from '../../support/latch.js';
import { withMethods } from '../../support/storage.js';
import { until } from '../../support/until.js';
import { minutesAfterNoon, modelOf, noon, recorded, story, TestLanes, World } from './world.js';

const quick: DueWorkOptions = { retry: { delayMs: (attempt) => (attempt < 3 ? 0 : undefined) } };

/** Attends to what is due, until nothing is. */
async function attendAll(world: World, options = quick): Promise<number> {
  const work = new ProcessWork(world.runner, options);
  for (let count = 0; ; count++) {
    const { at, records } = await world.store.due(world.model.name, new TestLanes().slices(), 10);
    if (records.length === 0) return count;
    for (const { id } of records) await work.attend(id, at);
  }
}

describe('a deadline', () => {
  it('fires when its time has come, once, and not before', async () => {
    const world = new World();
    await world.runner.handle(story[0]!);
    world.now = minutesAfterNoon(29.9);
    expect(await attendAll(world)).toBe(0);
    world.now = minutesAfterNoon(30);
    expect(await attendAll(world)).toBe(1);
    expect(await attendAll(world)).toBe(0);
    expect(world.effects.slice(1)).toEqual(['transfer.end {"transferId":"t","how":"late"}']);
    expect(world.sent[1]).toMatchObject({ correlationId: 'story', metadata: { user: 'ada' }, eventId: null });
    expect(world.record).toMatchObject({ completedAt: minutesAfterNoon(30), deadlines: [] });
  });

  it('that an event has cancelled does not fire', async () => {
    const world = new World();
    for (const event of story) await world.runner.handle(event);
    world.now = minutesAfterNoon(99);
    expect(await attendAll(world)).toBe(0);
  });

  it('sets others from its own time, late or not', async () => {
    const world = new World();
    for (const event of story.slice(0, 2)) await world.runner.handle(event);
    world.now = minutesAfterNoon(29);
    expect(await attendAll(world)).toBe(1);
    expect(world.record?.deadlines[1]).toMatchObject({ name: 'reminder', dueAt: minutesAfterNoon(30) });
    expect(world.record?.deadlines[0]).toMatchObject({ name: 'payment', dueAt: minutesAfterNoon(30) });
    expect(world.record?.state).toMatchObject({ steps: ['transfer.requested', 'withdrawn', 'reminded', 'reminded'] });
  });

  it('fires in the order of the moments, and ends with the completion', async () => {
    const world = new World();
    for (const event of story.slice(0, 2)) await world.runner.handle(event);
    world.now = minutesAfterNoon(600);
    await attendAll(world);
    const { steps } = world.record?.state as { steps: string[] };
    expect(steps.filter((step) => step === 'reminded')).toHaveLength(2);
    expect(steps.at(-1)).toBe('late');
  });

  it('that fails is tried again, becomes a dead letter, and can be retried', async () => {
    const world = new World();
    await world.runner.handle(story[0]!);
    world.failure = () => new StorageError('STORE_UNAVAILABLE', 'away', { retryable: true });
    // The times of failures are those of the database, which go on while attempts are made.
    world.now = minutesAfterNoon(31);
    const work = new ProcessWork(world.runner, quick);
    for (const attempts of [1, 2, 3]) {
      await work.attend('t', world.now);
      expect(world.record).toMatchObject({
        failure: { attempts, error: { code: 'STORE_UNAVAILABLE', message: 'away' } },
      });
    }
    expect(world.record).toMatchObject({ dueAt: null, pending: [{ type: 'transfer.end' }] });
    expect(await world.store.status('transfer')).toMatchObject({ dead: 1, overdue: 0 });
    const woken: string[] = [];
    const dead = new DeadProcesses(world.store, (manager) => woken.push(manager));
    expect(await dead.findFailed({ isDead: true })).toHaveLength(1);
    world.failure = () => undefined;
    expect(await dead.retryFailed('transfer', 't')).toBe(true);
    expect(woken).toEqual(['transfer']);
    world.now = minutesAfterNoon(32);
    await attendAll(world);
    expect(world.effects).toHaveLength(2);
    expect(world.record).toMatchObject({ failure: null, pending: [], dueAt: null });
    expect(await dead.retryFailed('transfer', 't')).toBe(false);
    expect(await dead.discardFailed('transfer', 't')).toBe(false);
    expect(await dead.findFailed()).toEqual([]);
  });

  it('that fails in its handler can be discarded, and the others go on', async () => {
    @Event('thing.begun')
    class Begun {
      thingId!: string;
    }
    @ProcessManager('poisoned', { correlateBy: 'thingId', startsOn: [Begun] })
    class Poisoned {
      @EventHandler(Begun)
      begun(_: Begun, process: Process) {
        process.setDeadline('poison', { after: 0 });
        process.setDeadline('good', { after: 60_000 });
      }

      @DeadlineHandler('poison')
      poison() {
        throw new RangeError('never');
      }

      @DeadlineHandler('good')
      good(process: Process) {
        process.state = 'good';
      }
    }
    const world = new World(modelOf(Poisoned));
    await world.runner.handle(recorded('thing.begun', { thingId: 'x' }, 0));
    const work = new ProcessWork(world.runner, quick);
    for (let attempt = 0; attempt < 3; attempt++) await work.attend('x', noon);
    const record = () => world.records.get('poisoned/x');
    expect(record()).toMatchObject({ dueAt: null, failure: { error: { name: 'RangeError', message: 'never' } } });
    expect(await new DeadProcesses(world.store).discardFailed('poisoned', 'x')).toBe(true);
    expect(record()).toMatchObject({ dueAt: minutesAfterNoon(1), failure: null, deadlines: [{ name: 'good' }] });
    world.now = minutesAfterNoon(1);
    await attendAll(world);
    expect(record()).toMatchObject({ state: 'good' });
  });

  it('whose handler does not end fails after the time limit', async () => {
    const world = new World();
    await world.runner.handle(story[0]!);
    world.send = () => new Promise(() => undefined);
    await new ProcessWork(world.runner, { ...quick, timeLimitMs: 5 }).attend('t', minutesAfterNoon(30));
    expect(world.record?.failure).toMatchObject({ attempts: 1, error: { code: 'HANDLER_TIMEOUT' } });
  });

  it('that failed is forgotten when an event changes the instance', async () => {
    const world = new World();
    await world.runner.handle(story[0]!);
    const work = new ProcessWork(withFailingExpiry(world), quick);
    for (let attempt = 0; attempt < 3; attempt++) await work.attend('t', minutesAfterNoon(30));
    expect(world.record).toMatchObject({ dueAt: null, failure: { attempts: 3 } });
    await world.runner.handle(story[1]!);
    expect(world.record).toMatchObject({ dueAt: minutesAfterNoon(10), failure: null });
  });
});

function withFailingExpiry(world: World): World['runner'] {
  const failing = new World(
    withMethods(world.model, { expire: () => Promise.reject(new Error('no')) }),
    () => world.store,
  );
  return failing.runner;
}

describe('DeadlineLoop', () => {
  const loops: DeadlineLoop[] = [];
  afterEach(async () => {
    for (const loop of loops.splice(0)) await loop.stop();
  });

  async function overdueWorld(count: number): Promise<World> {
    const world = new World();
    for (let n = 0; n < count; n++) {
      await world.runner.handle(
        recorded('transfer.requested', { transferId: `t${String(n)}`, from: 'a', amount: n }, n),
      );
    }
    world.sent.length = 0;
    return world;
  }

  function loopOver(
    world: World,
    options: ConstructorParameters<typeof DeadlineLoop>[3] = {},
    lanes = new TestLanes(),
  ) {
    const loop = new DeadlineLoop(world.store, new ProcessWork(world.runner, quick), lanes, {
      intervalMs: 60_000,
      ...options,
    });
    loops.push(loop);
    return loop;
  }

  it('fires a thousand at once, each once, so many at a time', async () => {
    const world = await overdueWorld(1_000);
    world.now = minutesAfterNoon(30);
    let [underWay, most] = [0, 0];
    const send = world.send.bind(world);
    world.send = async (command) => {
      most = Math.max(most, ++underWay);
      await new Promise(setImmediate);
      await send(command);
      underWay--;
    };
    loopOver(world).start();
    await until(() => world.sent.length >= 1_000);
    expect(new Set(world.sent.map(({ commandId }) => commandId)).size).toBe(1_000);
    expect(world.sent).toHaveLength(1_000);
    expect(most).toBe(16);
  });

  it('looks again when it is woken', async () => {
    const world = await overdueWorld(1);
    const looked = latch();
    const { store } = world;
    const loop = new DeadlineLoop(
      withMethods(store, {
        due: async (...args) => {
          const due = await store.due(...args);
          looked.open();
          return due;
        },
      }),
      new ProcessWork(world.runner),
      new TestLanes(),
      { intervalMs: 60_000 },
    );
    loops.push(loop);
    loop.start();
    await looked.opened;
    world.now = minutesAfterNoon(30);
    loop.wake();
    await until(() => world.sent.length === 1);
  });

  it('takes only what lies in its slices', async () => {
    const world = await overdueWorld(50);
    world.now = minutesAfterNoon(30);
    const own = [...world.records.values()].filter(({ slice }) => slice < 4).length;
    const loop = loopOver(world, {}, new TestLanes(4));
    loop.start();
    await until(() => world.sent.length >= own);
    await loop.stop();
    expect(own).toBeGreaterThan(0);
    expect(world.sent).toHaveLength(own);
    loopOver(world, {}, new TestLanes(0)).start();
  });

  it('waits for what its lane is at, and does not hold back the others', async () => {
    const world = await overdueWorld(2);
    world.now = minutesAfterNoon(30);
    const lanes = new TestLanes();
    const release = latch();
    const busy = lanes.run('t0', () => release.opened);
    loopOver(world, { concurrency: 2, intervalMs: 1 }, lanes).start();
    await until(() => world.sent.length === 1);
    expect(world.sent[0]?.properties).toMatchObject({ transferId: 't1' });
    release.open();
    await busy;
    await until(() => world.sent.length === 2);
  });

  it('goes on when the store cannot be asked, and says so', async () => {
    const world = await overdueWorld(1);
    world.now = minutesAfterNoon(30);
    let failures = 0;
    const warnings: string[] = [];
    const { store } = world;
    const failing = withMethods(store, {
      due: (...args) => (++failures < 3 ? Promise.reject(new Error('away')) : store.due(...args)),
    });
    const loop = new DeadlineLoop(failing, new ProcessWork(world.runner), new TestLanes(), {
      intervalMs: 60_000,
      logger: { warn: (message) => warnings.push(message) },
    });
    loops.push(loop);
    loop.start();
    await until(() => world.sent.length === 1);
    expect(warnings).toEqual([expect.stringContaining(`'transfer'`), expect.stringContaining(`'transfer'`)]);
  });

  it('ends when what is under way has ended', async () => {
    const world = await overdueWorld(40);
    world.now = minutesAfterNoon(30);
    const [arrived, release] = [latch(), latch()];
    const send = world.send.bind(world);
    world.send = async (command) => {
      arrived.open();
      await release.opened;
      await send(command);
    };
    const loop = loopOver(world);
    loop.start();
    await arrived.opened;
    const stopped = loop.stop();
    release.open();
    await stopped;
    expect([...world.records.values()].filter(({ completedAt }) => completedAt !== null)).toHaveLength(
      world.sent.length,
    );
    expect(world.sent.length).toBeLessThan(40);
  });
});
