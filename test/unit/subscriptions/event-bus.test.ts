import { IsString } from 'class-validator';
import {
  createApplication,
  currentMessage,
  Event,
  EventHandler,
  inMemory,
  Subscriber,
  upcaster,
  type RecordedEvent,
} from '../../../src/index.js';
import { applications } from '../../support/applications.js';
import { latch } from '../../support/latch.js';
import { until } from '../../support/until.js';

const start = applications();

const user = (name: string) => ({ type: `user.${name}`, data: {} });

@Event('door.opened')
class DoorOpened {}

@Event('user.named')
class UserNamed {
  @IsString() name!: string;
}

const splitName = upcaster('user.full_named', { from: 1, to: 2 }, ({ data }) =>
  String(data.name)
    .split(' ')
    .map((name) => ({ type: 'user.named', data: { name } })),
);

describe('eventBus.subscribe()', () => {
  it('calls back for what fits the pattern, in order for each stream', async () => {
    const app = await start({});
    const seen: RecordedEvent[] = [];
    await app.eventBus.subscribe('user.*', (event) => void seen.push(event), { name: 'all' });
    await app.eventStore.appendToStream('user-1', [user('registered'), user('renamed'), { type: 'order.placed' }]);
    await app.eventStore.appendToStream('user-2', [user('registered')]);
    await app.eventStore.appendToStream('user-1', [user('left'), { type: 'user.a.b' }]);
    await until(() => seen.length === 4);
    expect(seen.filter((e) => e.streamId === 'user-1').map((e) => e.type)).toEqual([
      'user.registered',
      'user.renamed',
      'user.left',
    ]);
  });

  it.each([
    ['start', 3],
    ['now', 1],
    [0, 2],
  ] as const)('begins at %s', async (from, count) => {
    const app = await start({});
    await app.eventStore.appendToStream('user-1', [user('a'), user('b')]);
    const seen: string[] = [];
    await app.eventBus.subscribe('**', (event) => void seen.push(event.type), { name: 'all', from });
    await app.eventStore.appendToStream('user-1', [user('c')]);
    await until(() => seen.includes('user.c'));
    expect(seen).toEqual(['user.a', 'user.b', 'user.c'].slice(3 - count));
  });

  it('goes on where it ended, under its name', async () => {
    const store = inMemory();
    const seen: string[] = [];
    const run = async (type: string) => {
      const app = await createApplication({ components: [], store });
      await app.eventBus.subscribe('**', (event) => void seen.push(event.type), { name: 'all', from: 'start' });
      await app.eventStore.appendToStream('user-1', [{ type }]);
      await until(() => seen.includes(type));
      await app.close();
    };
    await run('a');
    const between = await store.open();
    await between.eventStore.appendToStream('user-1', [{ type: 'b' }]);
    await between.close();
    await run('c');
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('runs different streams at the same time, and one stream one after the other', async () => {
    const app = await start({});
    const gates = new Map([1, 2, 3].map((n) => [`user-${n}#0`, latch()]));
    const begun: string[] = [];
    await app.eventBus.subscribe(
      '**',
      async (event) => {
        const key = `${event.streamId}#${event.streamPosition}`;
        begun.push(key);
        await gates.get(key)?.opened;
      },
      { name: 'slow', concurrency: 2 },
    );
    for (const n of [1, 2, 3]) await app.eventStore.appendToStream(`user-${n}`, [user('a'), user('b')]);
    await until(() => begun.length === 2);
    expect(begun).toEqual(['user-1#0', 'user-2#0']);
    gates.get('user-2#0')?.open();
    await until(() => begun.length === 4);
    expect(begun.slice(2)).toEqual(['user-2#1', 'user-3#0']);
    gates.get('user-1#0')?.open();
    gates.get('user-3#0')?.open();
    await until(() => begun.length === 6);
  });

  it('tries a failed event again while others go on, then gives it up to the dead letters', async () => {
    const app = await start({ logger: { warn: () => undefined } });
    const handled: string[] = [];
    let isBroken = true;
    await app.eventBus.subscribe(
      '**',
      (event) => {
        if (event.type === 'user.poison' && isBroken) throw new Error('cannot');
        handled.push(`${event.streamId}:${event.type}`);
      },
      { name: 'fragile', retry: { attempts: 3, initialDelayMs: 1 } },
    );
    await app.eventStore.appendToStream('user-1', [user('a'), user('poison'), user('b')]);
    await app.eventStore.appendToStream('user-2', [user('a')]);
    await until(async () => (await app.deadLetters.list()).length === 1);
    await app.eventStore.appendToStream('user-1', [user('c')]);
    await app.eventStore.appendToStream('user-2', [user('b')]);
    await until(() => handled.includes('user-2:user.b'));
    expect(handled).toEqual(['user-1:user.a', 'user-2:user.a', 'user-2:user.b']);
    const [letter] = await app.deadLetters.list({ subscription: 'fragile' });
    expect(letter).toMatchObject({
      attempts: 3,
      error: { message: 'cannot' },
      event: { streamId: 'user-1', streamPosition: 1 },
    });
    isBroken = false;
    await app.deadLetters.retry(letter!.id);
    await until(() => handled.length === 6);
    expect(handled.slice(3)).toEqual(['user-1:user.poison', 'user-1:user.b', 'user-1:user.c']);
    await until(async () => (await app.deadLetters.list()).length === 0);
    expect(await app.status()).toMatchObject({ isHealthy: true });
  });

  it('ties what a handler sets going to its event', async () => {
    const app = await start({});
    const contexts: unknown[] = [];
    await app.eventBus.subscribe('**', () => void contexts.push(currentMessage()), { name: 'one' });
    const metadata = { correlationId: 'c', causationId: 'd', schemaVersion: 1, who: 'Ada' };
    const { events } = await app.eventStore.appendToStream('user-1', [{ type: 'user.a', metadata }, user('b')]);
    await until(() => contexts.length === 2);
    const [first, second] = events.map(({ eventId }) => eventId);
    expect(contexts).toEqual([
      { messageId: first, correlationId: 'c', metadata: { who: 'Ada' } },
      { messageId: second, correlationId: second, metadata: {} },
    ]);
  });

  it('gives each part of an event that an upcaster has split, also over a failure', async () => {
    const app = await start({ components: [UserNamed, splitName], logger: { warn: () => undefined } });
    const seen: string[] = [];
    let failures = 1;
    await app.eventBus.subscribe(
      '**',
      ({ data }) => {
        if (data.name === 'Lovelace' && failures-- > 0) throw new Error('once');
        seen.push(String(data.name));
      },
      { name: 'parts', retry: { initialDelayMs: 1 } },
    );
    await app.eventStore.appendToStream('user-1', [{ type: 'user.full_named', data: { name: 'Ada Lovelace' } }]);
    await app.eventStore.appendToStream('user-1', [{ type: 'user.named', data: { name: 'Countess' } }]);
    await until(() => seen.includes('Countess'));
    expect(seen).toEqual(['Ada', 'Ada', 'Lovelace', 'Countess']); // the whole event was tried again
  });

  it('lists and ends', async () => {
    const app = await start({});
    await app.eventBus.subscribe('user.*', () => undefined, { name: 'one' });
    const local = await app.eventBus.subscribe('**', () => undefined);
    expect(await app.eventBus.list()).toMatchObject([
      { name: 'one', isDurable: true, patterns: ['user.*'], state: 'live', slices: { total: 16, here: 16 } },
      { name: local.name, isDurable: false },
    ]);
    await app.eventBus.unsubscribe('one');
    await local.stop();
    expect(await app.eventBus.list()).toEqual([]);
    await expect(app.eventBus.unsubscribe('one')).rejects.toMatchObject({ code: 'UNKNOWN_SUBSCRIPTION' });
  });
});

describe('@Subscriber', () => {
  it('handles events by its methods', async () => {
    const opened: unknown[] = [];
    @Subscriber('porter')
    class Porter {
      @EventHandler(DoorOpened)
      opened(event: DoorOpened, recorded: RecordedEvent) {
        opened.push([event, recorded.streamId]);
      }
    }
    const app = await start({ components: [Porter] });
    await app.eventStore.appendToStream('door-1', [{ type: 'door.opened' }]);
    await until(() => opened.length === 1);
    expect(opened).toEqual([[new DoorOpened(), 'door-1']]);
  });
});
