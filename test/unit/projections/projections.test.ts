import { IsInt, IsString } from 'class-validator';
import {
  Event,
  EventHandler,
  inMemory,
  Projection,
  type Application,
  type ProjectionStatus,
  type ReadModel,
  type RebuildProgress,
  type RecordedEvent,
  type Storage,
  type StorageProvider,
} from '../../../src/index.js';
import type { ReadModelDocument, ReadModelTable } from '../../../src/projections/index.js';
import { applications } from '../../support/applications.js';
import { annalsErrorOf } from '../../support/errors.js';
import { latch, type Latch } from '../../support/latch.js';
import { storageWith, withMethods } from '../../support/storage.js';
import { until } from '../../support/until.js';

@Event('tally.counted')
class Counted {
  @IsString() key!: string;
  @IsInt() by!: number;
}

@Event('tally.ended')
class Ended {}

interface Tally {
  count: number;
  version: string;
}

/** What the projection does besides counting; tests change it. */
let onCounted: (event: Counted, recorded: RecordedEvent) => void | Promise<void>;
let version: string;
let gate: Latch | undefined;

@Projection('tallies')
class Tallies {
  @EventHandler(Counted)
  async counted(event: Counted, view: ReadModel<Tally>, recorded: RecordedEvent) {
    await onCounted(event, recorded);
    view.update(event.key, ({ count }) => ({ count: count + event.by, version }), { count: 0, version });
  }
}

beforeEach(() => {
  onCounted = () => undefined;
  version = 'one';
  gate = undefined;
});

// Before the applications are closed: Jest runs these in the order of their registration.
afterEach(() => gate?.open());

const start = applications();
const components = [Tallies, Ended];

async function count(app: Application, ...keys: string[]): Promise<number> {
  const events = keys.map((key) => ({ type: 'tally.counted', data: { key, by: 1 } }));
  return (await app.eventStore.appendToStream('tally-1', events)).globalPosition;
}

/** What queries see, read beside the application. */
async function tallies(store: StorageProvider): Promise<Record<string, Tally>> {
  const storage = await store.open();
  const table = storage.readModels.live('tallies');
  const found = await table.getMany(['a', 'b', 'c']);
  await storage.close();
  return Object.fromEntries(found) as unknown as Record<string, Tally>;
}

async function statusOf(app: Application): Promise<ProjectionStatus> {
  const [status] = await app.projections.status();
  return status!;
}

const reached = (app: Application, position: number) => app.projections.waitFor('tallies', position, 10_000);

/** A storage whose live read model has some methods of the test's own. */
function liveTableWith(
  store: StorageProvider,
  methods: (table: ReadModelTable, storage: Storage) => Partial<ReadModelTable>,
): StorageProvider {
  return storageWith(
    (storage) => ({
      readModels: withMethods(storage.readModels, {
        live: (name) => {
          const table = storage.readModels.live(name);
          return withMethods(table, methods(table, storage));
        },
      }),
    }),
    store,
  );
}

describe('a projection', () => {
  it('follows the log, what was there before its start included', async () => {
    const store = inMemory();
    const earlier = await start({ store });
    await count(earlier, 'a', 'b');
    const app = await start({ components, store });
    await reached(app, await count(app, 'a'));
    expect(await tallies(store)).toEqual({ a: { count: 2, version: 'one' }, b: { count: 1, version: 'one' } });
  });

  it('goes on where it was after a restart: each event counts once', async () => {
    const store = inMemory();
    for (let run = 1; run <= 3; run++) {
      const app = await start({ components, store });
      await reached(app, await count(app, 'a'));
      await app.close();
      expect((await tallies(store)).a?.count).toBe(run);
    }
  });

  it('gets the event as an instance, with what is recorded of it', async () => {
    const seen: unknown[] = [];
    onCounted = (event, recorded) => void seen.push(event instanceof Counted, recorded);
    const app = await start({ components });
    await reached(app, await count(app, 'a'));
    const [recorded] = await app.eventStore.readStream('tally-1');
    expect(seen).toEqual([true, recorded]);
  });

  it('moves over events that it does not handle', async () => {
    const app = await start({ components });
    const { globalPosition } = await app.eventStore.appendToStream('tally-1', [{ type: 'tally.ended' }]);
    await reached(app, globalPosition);
    expect(await statusOf(app)).toMatchObject({ state: 'up-to-date', position: globalPosition, lag: 0 });
  });

  it('reads the documents of a page with one query', async () => {
    const reads: (readonly string[])[] = [];
    const store = inMemory();
    const earlier = await start({ store });
    const position = await count(earlier, 'a', 'b', 'a', 'c');
    const app = await start({
      components,
      store: liveTableWith(store, (table) => ({
        getMany: (keys): Promise<ReadonlyMap<string, ReadModelDocument>> => {
          reads.push(keys);
          return table.getMany(keys);
        },
      })),
    });
    await reached(app, position);
    expect(reads).toEqual([['a', 'b', 'c']]);
  });

  it('goes on from the stored position when another process has moved it', async () => {
    const store = inMemory();
    let rivals = 1;
    const app = await start({
      components,
      store: liveTableWith(store, (table) => ({
        commit: async (page) => {
          // Another process stores this very page just before.
          if (rivals-- > 0) await table.commit({ ...page, changes: [{ key: 'b', document: { count: 70 } }] });
          return table.commit(page);
        },
      })),
    });
    await reached(app, await count(app, 'a'));
    await reached(app, await count(app, 'a', 'b'));
    expect(await tallies(store)).toMatchObject({ a: { count: 1 }, b: { count: 71 } });
  });

  it('counts each event once when two processes run it', async () => {
    const store = inMemory();
    const apps = await Promise.all([1, 2, 3].map(() => start({ components, store })));
    const positions = await Promise.all(Array.from({ length: 30 }, (_, n) => count(apps[n % 3]!, 'a')));
    await Promise.all(apps.map((app) => reached(app, Math.max(...positions))));
    expect((await tallies(store)).a?.count).toBe(30);
  });

  it('tries a page again whose handler fails, says why, and recovers', async () => {
    let attempts = 0;
    const store = inMemory();
    onCounted = () => {
      if (attempts++ < 2) throw new Error('no ink left');
    };
    const app = await start({ components, store });
    const position = await count(app, 'b');
    await until(async () => (await statusOf(app)).state === 'failing');
    expect(await statusOf(app)).toEqual({
      name: 'tallies',
      state: 'failing',
      position: -1,
      lag: position + 1,
      error: 'no ink left',
    });
    await reached(app, position);
    expect(attempts).toBe(3);
    expect(await statusOf(app)).toMatchObject({ state: 'up-to-date', error: null });
    expect((await tallies(store)).b?.count).toBe(1);
  });

  it('stays failing while the page is tried again', async () => {
    const arrived = latch();
    gate = latch();
    const held = gate;
    let attempts = 0;
    onCounted = async () => {
      if (++attempts === 2) {
        arrived.open();
        await held.opened;
      }
      if (attempts < 3) throw new Error('no ink left');
    };
    const app = await start({ components });
    const position = await count(app, 'a');
    await arrived.opened;
    expect(await statusOf(app)).toMatchObject({ state: 'failing', error: 'no ink left' });
    gate.open();
    await reached(app, position);
    expect(await statusOf(app)).toMatchObject({ state: 'up-to-date', error: null });
  });

  it('stores nothing of a page that fails', async () => {
    const store = inMemory();
    const earlier = await start({ store });
    await count(earlier, 'a', 'b');
    onCounted = ({ key }) => {
      if (key === 'b') throw new Error('not b');
    };
    const app = await start({ components, store });
    await until(async () => (await statusOf(app)).state === 'failing');
    expect(await tallies(store)).toEqual({});
  });

  it('finishes its page before the application is closed', async () => {
    const arrived = latch();
    gate = latch();
    const { opened } = gate;
    onCounted = async () => {
      arrived.open();
      await opened;
    };
    const store = inMemory();
    const app = await start({ components, store });
    await count(app, 'a');
    await arrived.opened;
    const closed = app.close();
    gate.open();
    await closed;
    expect((await tallies(store)).a?.count).toBe(1);
  });
});

describe('projections.status()', () => {
  it('tells position and lag of each projection by its name', async () => {
    @Projection('ends')
    class Ends {
      @EventHandler(Ended)
      ended() {
        // It keeps nothing.
      }
    }
    gate = latch();
    const { opened } = gate;
    const arrived = latch();
    onCounted = () => {
      arrived.open();
      return opened;
    };
    const app = await start({ components: [...components, Ends] });
    await count(app, 'a', 'b', 'c');
    await arrived.opened;
    await app.projections.waitFor('ends', 2, 10_000);
    expect(await app.projections.status()).toEqual([
      { name: 'tallies', state: 'catching-up', position: -1, lag: 3, error: null },
      { name: 'ends', state: 'up-to-date', position: 2, lag: 0, error: null },
    ]);
  });

  it('is up to date on an empty log', async () => {
    const app = await start({ components });
    expect(await statusOf(app)).toEqual({ name: 'tallies', state: 'up-to-date', position: -1, lag: 0, error: null });
  });
});

describe('projections.rebuild()', () => {
  afterEach(() => jest.useRealTimers());

  it('fills a fresh read model beside the live one, and swaps it in', async () => {
    const store = inMemory();
    const app = await start({ components, store });
    const position = await count(app, 'a', 'b', 'a');
    await reached(app, position);
    const old = await tallies(store);

    version = 'two';
    const arrived = latch();
    gate = latch();
    const { opened } = gate;
    onCounted = async () => {
      arrived.open();
      await opened;
    };
    const rebuilt = app.projections.rebuild('tallies');
    await arrived.opened;
    expect(await tallies(store)).toEqual(old);
    expect((await statusOf(app)).state).toBe('rebuilding');
    gate.open();
    expect(await rebuilt).toBe(position);
    expect(await tallies(store)).toEqual({ a: { count: 2, version: 'two' }, b: { count: 1, version: 'two' } });
    expect(await statusOf(app)).toMatchObject({ state: 'up-to-date', position });
  });

  it('drops documents that no event leads to any more', async () => {
    const store = inMemory();
    const app = await start({ components, store });
    await reached(app, await count(app, 'a'));
    const storage = await store.open();
    const live = storage.readModels.live('tallies');
    const at = await live.position();
    await live.commit({ changes: [{ key: 'c', document: { count: 9 } }], from: at, to: at });
    expect(Object.keys(await tallies(store))).toEqual(['a', 'c']);
    await app.projections.rebuild('tallies');
    expect(Object.keys(await tallies(store))).toEqual(['a']);
  });

  it.each([
    ['before the end is reached', false],
    ['after it, just before the swap', true],
  ])('loses nothing that is appended %s', async (_, justBeforeSwap) => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] }); // no poll helps
    const store = inMemory();
    const inner = justBeforeSwap
      ? storageWith(
          ({ readModels, eventStore }) => ({
            readModels: withMethods(readModels, {
              finishRebuild: async (name) => {
                const events = [{ type: 'tally.counted', data: { key: 'a', by: 1 } }];
                const { globalPosition } = await eventStore.appendToStream('tally-1', events);
                await reached(app, globalPosition); // the live one is ahead of the rebuilt one
                await readModels.finishRebuild(name);
              },
            }),
          }),
          store,
        )
      : store;
    const app: Application = await start({ components, store: inner });
    await reached(app, await count(app, 'a', 'b'));
    let appended = justBeforeSwap;
    onCounted = async () => {
      if (appended) return;
      appended = true;
      await count(app, 'a');
    };
    await app.projections.rebuild('tallies');
    const head = await app.eventStore.headPosition();
    expect(head).toBe(2);
    await reached(app, head);
    expect(await tallies(store)).toMatchObject({ a: { count: 2 }, b: { count: 1 } });
    await reached(app, await count(app, 'a'));
    expect((await tallies(store)).a?.count).toBe(3);
  });

  it('leaves the live one as it is when it fails, and can be called again', async () => {
    const store = inMemory();
    const app = await start({ components, store });
    await reached(app, await count(app, 'a'));
    onCounted = () => {
      throw new Error('no ink left');
    };
    await expect(app.projections.rebuild('tallies')).rejects.toThrow('no ink left');
    expect((await tallies(store)).a).toEqual({ count: 1, version: 'one' });
    onCounted = () => undefined;
    version = 'two';
    await app.projections.rebuild('tallies');
    expect((await tallies(store)).a).toEqual({ count: 1, version: 'two' });
  });

  it('tells how far it has come', async () => {
    const app = await start({ components });
    const position = await count(app, 'a', 'b', 'a');
    const told: RebuildProgress[] = [];
    await app.projections.rebuild('tallies', { onProgress: (progress) => told.push(progress) });
    expect(told).toEqual([
      { position: -1, head: position, eventsPerSecond: 0 },
      { position, head: position, eventsPerSecond: expect.any(Number) as number },
    ]);
    expect(told[1]!.eventsPerSecond).toBeGreaterThan(0);
  });

  it.each([
    ['before it begins', -2],
    ['at its start', -1],
    ['after its last page', 2],
  ])('leaves the live one as it is when it is aborted %s, and can be called again', async (_, at) => {
    const store = inMemory();
    const app = await start({ components, store });
    await reached(app, await count(app, 'a', 'b', 'a'));
    const old = await tallies(store);
    version = 'two';
    const stop = new AbortController();
    if (at === -2) stop.abort(new Error('enough'));
    const rebuilt = app.projections.rebuild('tallies', {
      signal: stop.signal,
      onProgress: ({ position }) => {
        if (position === at) stop.abort(new Error('enough'));
      },
    });
    await expect(rebuilt).rejects.toThrow('enough');
    expect(await tallies(store)).toEqual(old);
    expect(await statusOf(app)).toMatchObject({ state: 'up-to-date', position: 2 });
    await app.projections.rebuild('tallies');
    expect((await tallies(store)).a).toEqual({ count: 2, version: 'two' });
  });

  it('is done once when it is asked for twice at the same time', async () => {
    let handled = 0;
    const app = await start({ components });
    await reached(app, await count(app, 'a'));
    onCounted = () => void handled++;
    await Promise.all([app.projections.rebuild('tallies'), app.projections.rebuild('tallies')]);
    expect(handled).toBe(1);
  });
});

describe('a projection that nobody has', () => {
  it.each([
    ['rebuild', (app: Application) => app.projections.rebuild('tally')],
    ['waitFor', (app: Application) => app.projections.waitFor('tally', 0, 10)],
  ])('is refused by %s, which names those that there are', async (_, call) => {
    const error = await annalsErrorOf(call(await start({ components })));
    expect(error.code).toBe('UNKNOWN_PROJECTION');
    expect(error.message).toMatch(/'tally'.*tallies/);
  });
});
