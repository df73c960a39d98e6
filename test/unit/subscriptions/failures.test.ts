import {
  createApplication,
  Event,
  EventHandler,
  inMemory,
  Subscriber,
  type Application,
  type SubscribeOptions,
} from '../../../src/index.js';
import { applications } from '../../support/applications.js';
import { latch } from '../../support/latch.js';
import { storageWith, withMethods } from '../../support/storage.js';
import { until } from '../../support/until.js';

const start = applications();
const quiet = { warn: () => undefined };
const soon = { attempts: 2, initialDelayMs: 1 };
const event = (type: string) => ({ type });

const deadLetters = async (app: Application, count: number) => {
  await until(async () => (await app.deadLetters.list()).length === count);
  return app.deadLetters.list();
};

describe('a handler that fails', () => {
  it('is given up at its time limit, is told so, and its stream waits', async () => {
    const app = await start({ logger: quiet });
    const seen: string[] = [];
    let aborted = 0;
    await app.eventBus.subscribe(
      '**',
      (recorded, { signal, attempt }) => {
        seen.push(`${recorded.streamId}:${recorded.type}:${attempt}`);
        if (recorded.type !== 'hang') return undefined;
        signal.addEventListener('abort', () => aborted++);
        return new Promise(() => undefined);
      },
      { name: 'hanging', timeLimitMs: 5, retry: soon, concurrency: 1 },
    );
    await app.eventStore.appendToStream('a', [event('hang'), event('after')]);
    await app.eventStore.appendToStream('b', [event('other')]);
    const [letter] = await deadLetters(app, 1);
    expect(letter?.error).toMatchObject({ code: 'HANDLER_TIMEOUT', name: 'HandlerTimeoutError' });
    await until(() => seen.length === 3);
    expect(seen.toSorted()).toEqual(['a:hang:1', 'a:hang:2', 'b:other:1']);
    expect(aborted).toBe(2);
  });

  it('goes on behind a dead letter that is discarded', async () => {
    const app = await start({ logger: quiet });
    const seen: string[] = [];
    await app.eventBus.subscribe(
      '**',
      ({ type }) => {
        if (type === 'bad') throw new Error('no');
        seen.push(type);
      },
      { name: 'picky', retry: soon },
    );
    await app.eventStore.appendToStream('a', [event('bad'), event('one'), event('bad'), event('two')]);
    const [first] = await deadLetters(app, 1);
    await app.deadLetters.discard(first!.id);
    await until(() => seen.length === 1);
    await until(async () => (await app.deadLetters.list())[0]?.event?.streamPosition === 2);
    const [second] = await app.deadLetters.list();
    await app.deadLetters.discard(second!.id);
    await until(() => seen.length === 2);
    expect(seen).toEqual(['one', 'two']);
    await deadLetters(app, 0);
  });

  it('is remembered over a restart, also what waits behind it', async () => {
    const store = inMemory();
    const seen: string[] = [];
    let isBroken = true;
    const open = async () => {
      const app = await createApplication({ components: [], store, logger: quiet });
      const listener = ({ type }: { type: string }) => {
        if (type === 'bad' && isBroken) throw new Error('no');
        seen.push(type);
      };
      await app.eventBus.subscribe('**', listener, { name: 'picky', retry: soon });
      return app;
    };
    const first = await open();
    await first.eventStore.appendToStream('a', [event('bad'), event('one')]);
    await deadLetters(first, 1);
    await first.close();
    const second = await open();
    await second.eventStore.appendToStream('a', [event('two')]);
    await second.eventStore.appendToStream('b', [event('other')]);
    await until(() => seen.includes('other'));
    expect(seen).toEqual(['other']);
    isBroken = false;
    await second.deadLetters.retry((await second.deadLetters.list())[0]!.id);
    await until(() => seen.length === 4);
    expect(seen).toEqual(['other', 'bad', 'one', 'two']);
    await second.close();
  });

  it('can throw whatever it likes', async () => {
    const app = await start({ logger: quiet });
    const thrown: unknown[] = [undefined, 'text', { a: 1 }, Object.assign(new Error('half \ud83d'), { code: 7 }), null];
    await app.eventBus.subscribe(
      '**',
      ({ streamPosition: _, streamId }) => {
        throw thrown[Number(streamId)];
      },
      { name: 'wild', retry: { attempts: 1 } },
    );
    for (const index of thrown.keys()) await app.eventStore.appendToStream(String(index), [event('a')]);
    const letters = await deadLetters(app, thrown.length);
    expect(letters.map(({ error }) => error.message).toSorted()).toEqual([
      "A handler threw 'text'.",
      'A handler threw an object.',
      'A handler threw null.',
      'A handler threw undefined.',
      'half \ufffd',
    ]);
  });

  it('is not lost while the database cannot store that it failed', async () => {
    let isAway = true;
    const store = storageWith(({ subscriptions }) => ({
      subscriptions: withMethods(subscriptions, {
        park: (...args) => (isAway ? Promise.reject(new Error('away')) : subscriptions.park(...args)),
      }),
    }));
    const warned: string[] = [];
    const app = await start({ store, logger: { warn: (text) => void warned.push(text) } });
    const seen: string[] = [];
    await app.eventBus.subscribe(
      '**',
      ({ type }) => {
        seen.push(type);
        if (type === 'bad') throw new Error('no');
      },
      { name: 'picky', retry: { attempts: 1 } },
    );
    await app.eventStore.appendToStream('a', [event('bad'), event('one')]);
    await until(() => warned.length === 1);
    expect(warned[0]).toContain('could not store what failed: away');
    isAway = false;
    await deadLetters(app, 1);
    expect(seen).toEqual(['bad']);
  });
});

describe('an event that the application does not know', () => {
  @Event('door.opened')
  class DoorOpened {}

  const newer = { type: 'door.opened', data: {}, metadata: { schemaVersion: 2 } };

  it.each([
    ['deliver', ['lift.left', 'door.opened']],
    ['skip', []],
  ] as const)('is treated as told: %s', async (unknownEvents, expected) => {
    const app = await start({ components: [DoorOpened] });
    const seen: string[] = [];
    const options = { name: 'one', unknownEvents };
    await app.eventBus.subscribe('**', ({ type, streamId }) => void seen.push(`${streamId}:${type}`), options);
    await app.eventStore.appendToStream('a', [event('lift.left'), newer]);
    await app.eventStore.appendToStream('b', [event('door.opened')]);
    await until(() => seen.includes('b:door.opened'));
    expect(seen).toEqual([...expected.map((type) => `a:${type}`), 'b:door.opened']);
  });

  it('stops the subscription in front of it when told so, and says why', async () => {
    const store = inMemory();
    const app = await start({ store });
    const seen: string[] = [];
    await app.eventBus.subscribe('**', ({ type }) => void seen.push(type), { name: 'one', unknownEvents: 'stop' });
    await app.eventStore.appendToStream('a', [event('lift.left')]);
    await until(async () => (await app.eventBus.list())[0]?.state === 'failing');
    expect((await app.eventBus.list())[0]?.error).toContain(`no registered class has @Event('lift.left')`);
    expect(seen).toEqual([]);
    await app.close();
    @Event('lift.left')
    class LiftLeft {}
    const next = await start({ store, components: [LiftLeft] });
    await next.eventBus.subscribe('**', ({ type }) => void seen.push(type), { name: 'one', unknownEvents: 'stop' });
    await until(() => seen.length === 1);
  });

  it('stops a @Subscriber in front of a version that is newer, unless it is told to skip it', async () => {
    const seen: string[] = [];
    const subscriber = (name: string, unknownEvents: 'skip' | 'stop') => {
      @Subscriber(name, { unknownEvents })
      class Porter {
        @EventHandler(DoorOpened)
        opened() {
          seen.push(name);
        }
      }
      return Porter;
    };
    const app = await start({ components: [subscriber('stops', 'stop'), subscriber('skips', 'skip')] });
    await app.eventStore.appendToStream('a', [newer]);
    await app.eventStore.appendToStream('a', [event('door.opened')]);
    await until(() => seen.length === 1);
    expect(seen).toEqual(['skips']);
    await until(async () => !(await app.status()).isHealthy);
    expect(await app.eventBus.list()).toMatchObject([{ state: 'live' }, { state: 'failing' }]);
  });
});

describe('options that make no subscription', () => {
  it.each([
    ['user.*.', {}, 'INVALID_OPTION'],
    ['(a+)+$', {}, 'INVALID_OPTION'],
    ['', {}, 'INVALID_OPTION'],
    ['*'.repeat(300), {}, 'INVALID_OPTION'],
    [42, {}, 'INVALID_OPTION'],
    ['**', { name: '' }, 'INVALID_OPTION'],
    ['**', { name: '$where' }, 'INVALID_OPTION'],
    ['**', { name: 'a/b' }, 'INVALID_OPTION'],
    ['**', { unknownEvents: 'explode' }, 'INVALID_OPTION'],
    ['**', { concurrency: 0 }, 'INVALID_DECLARATION'],
    ['**', { timeLimitMs: NaN }, 'INVALID_DECLARATION'],
    ['**', { slices: 1.5 }, 'INVALID_DECLARATION'],
    ['**', { from: 'yesterday' }, 'INVALID_DECLARATION'],
    ['**', { from: -2 }, 'INVALID_DECLARATION'],
    ['**', { retry: { attempts: 0 } }, 'INVALID_DECLARATION'],
    ['**', { retry: { initialDelayMs: 9, maxDelayMs: 1 } }, 'INVALID_DECLARATION'],
  ])('%p %p', async (pattern, options, code) => {
    const app = await start({});
    const subscribe = app.eventBus.subscribe(pattern as string, () => undefined, options as SubscribeOptions);
    await expect(subscribe).rejects.toMatchObject({ code });
    expect(await app.eventBus.list()).toEqual([]);
  });

  it('refuses a second handler under a name, and takes it when the first one has stopped', async () => {
    const app = await start({});
    const subscribe = () => app.eventBus.subscribe('**', () => undefined, { name: 'one' });
    const [first, second] = await Promise.allSettled([subscribe(), subscribe()]);
    expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    const running = first.status === 'fulfilled' ? first.value : undefined;
    await running?.stop();
    await expect(subscribe()).resolves.toMatchObject({ name: 'one' });
  });
});

describe('close()', () => {
  it('lets handlers under way come to their end, and stores that they have', async () => {
    const store = inMemory();
    const seen: number[] = [];
    const gate = latch();
    const app = await createApplication({ components: [], store });
    await app.eventBus.subscribe(
      '**',
      async ({ streamPosition }) => {
        seen.push(streamPosition);
        await gate.opened;
      },
      { name: 'slow' },
    );
    await app.eventStore.appendToStream('a', [event('x'), event('x')]);
    await until(() => seen.length === 1);
    const closing = app.close();
    gate.open();
    await closing;
    const next = await createApplication({ components: [], store });
    await next.eventBus.subscribe('**', ({ streamPosition }) => void seen.push(streamPosition), { name: 'slow' });
    await until(() => seen.length === 2);
    expect(seen).toEqual([0, 1]);
    await next.close();
  });

  it('does not wait longer than it is told, and tells the handler', async () => {
    const app = await createApplication({ components: [], store: inMemory(), logger: quiet });
    const told = latch();
    const begun = latch();
    await app.eventBus.subscribe(
      '**',
      (_, { signal }) => {
        signal.addEventListener('abort', told.open);
        begun.open();
        return new Promise(() => undefined);
      },
      { name: 'hangs' },
    );
    await app.eventStore.appendToStream('a', [event('x')]);
    await begun.opened;
    await app.close({ timeoutMs: 20 });
    await told.opened;
    expect(() => app.close({ timeoutMs: -1 })).toThrow(/timeoutMs/);
  });
});
