import fc from 'fast-check';
import { InMemoryEventStore } from '../../../src/adapters/in-memory/index.js';
import {
  upcaster,
  Upcasting,
  UpcastingEventStore,
  type EventStore,
  type RecordedEvent,
} from '../../../src/event-store/index.js';
import { EventRegistry } from '../../../src/messages/index.js';

/** What an event of the type `old` becomes: nothing, one `new`, or three: a `new`, an `extra` and a `new`. */
const split = upcaster('old', { from: 1, to: 2 }, ({ data }: RecordedEvent<{ n: number; becomes: number }>) => {
  const to = (type: string, part: number) => ({ type, data: { n: data.n, part } });
  return [[], [to('new', 0)], [to('new', 0), to('extra', 1), to('new', 2)]][data.becomes] ?? [];
});
const raise = upcaster('new', { from: 1, to: 2 }, ({ data }) => ({ data: { ...data, raised: true } }));
const upcasting = new Upcasting([split, raise], new EventRegistry([]));

const nothing = { type: 'old', data: { n: 0, becomes: 0 } };
const one = { type: 'old', data: { n: 1, becomes: 1 } };
const three = { type: 'old', data: { n: 2, becomes: 2 } };
const other = { type: 'other', data: { n: 3 } };

function createStores(): { raw: InMemoryEventStore; store: UpcastingEventStore } {
  const raw = new InMemoryEventStore();
  return { raw, store: new UpcastingEventStore(raw, upcasting) };
}

async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}

const namesOf = (events: readonly RecordedEvent[]) =>
  events.map(({ type, data }) => `${type} ${String(data.n)}${'part' in data ? `.${String(data.part)}` : ''}`);

/** The results of stored events, in groups. */
const ofOne = ['new 1.0'];
const ofThree = ['new 2.0', 'extra 2.1', 'new 2.2'];

describe('UpcastingEventStore', () => {
  it('upcasts on every path, in the order of the read', async () => {
    const { store } = createStores();
    await store.appendToStream('a', [three, other, nothing, one]);
    const all = [...ofThree, 'other 3', ...ofOne];
    const backwards = ['new 1.0', 'other 3', 'new 2.2', 'extra 2.1', 'new 2.0'];
    expect(namesOf(await store.readStream('a'))).toEqual(all);
    expect(namesOf(await store.readStream('a', { direction: 'backwards' }))).toEqual(backwards);
    expect(namesOf(await collect(store.iterateStream('a')))).toEqual(all);
    expect(namesOf(await collect(store.iterateStream('a', { direction: 'backwards' })))).toEqual(backwards);
    expect(namesOf(await collect(store.readAll()))).toEqual(all);
    expect(namesOf((await store.readPage({ after: -1, maxCount: 10 })).events)).toEqual(all);
    expect(namesOf((await store.queryEvents()).events)).toEqual(backwards);
    expect(namesOf((await store.queryEvents({ direction: 'forwards' })).events)).toEqual(all);
    const { state } = await store.aggregateStream('a', {
      initialState: (): RecordedEvent[] => [],
      evolve: (events, event) => [...events, event],
    });
    expect(namesOf(state)).toEqual(all);
    expect(state.filter(({ type }) => type === 'new').every(({ data }) => data.raised === true)).toBe(true);
  });

  it('upcasts what an append returns, also when it is repeated, and what is found by id', async () => {
    const { store } = createStores();
    const events = [three, nothing, one].map((event, index) => ({ ...event, eventId: String(index) }));
    const result = await store.appendToStream('a', events);
    expect(result).toMatchObject({ streamVersion: 2, globalPosition: 2 });
    expect(namesOf(result.events)).toEqual([...ofThree, ...ofOne]);
    expect(await store.appendToStream('a', events)).toEqual(result);
    expect(await store.appendToStreams([{ streamId: 'a', events }])).toEqual([result]);
    expect(namesOf(await store.findEvents(['2', '0', '1']))).toEqual([...ofThree, ...ofOne]);
  });

  it('gives the results of one event its place, id and time', async () => {
    const { raw, store } = createStores();
    await store.appendToStream('a', [other, three]);
    const stored = (await raw.readStream('a'))[1];
    const results = (await store.readStream('a')).slice(1);
    const { streamId, streamPosition, globalPosition, eventId, createdAt } = stored!;
    expect(results).toHaveLength(3);
    for (const result of results) {
      expect(result).toMatchObject({ streamId, streamPosition, globalPosition, eventId, createdAt });
    }
  });

  it('never changes what is stored', async () => {
    const { raw, store } = createStores();
    await raw.appendToStream('a', [three, nothing, one]);
    const before = await raw.readStream('a');
    await collect(store.readAll());
    await store.readStream('a');
    expect(await raw.readStream('a')).toEqual(before);
  });

  it('keeps the version and the positions of the log, also where nothing is left of the last event', async () => {
    const { store } = createStores();
    await store.appendToStream('a', [one, nothing]);
    const fold = { initialState: () => 0, evolve: (count: number) => count + 1 };
    expect(await store.aggregateStream('a', fold)).toEqual({ state: 1, streamVersion: 1 });
    expect(await store.readPage({ after: -1, maxCount: 10 })).toMatchObject({ position: 1 });
    expect(await store.readPage({ after: 0, maxCount: 10 })).toEqual({ events: [], position: 1 });
    expect(await store.streamInfo('a')).toMatchObject({ streamVersion: 1 });
    expect(await collect(store.listStreams())).toMatchObject([{ streamVersion: 1 }]);
    expect(await store.headPosition()).toBe(1);
  });

  it('calls evolve with the state and the event only', async () => {
    const { store } = createStores();
    await store.appendToStream('a', [three]);
    const calls: number[] = [];
    await store.aggregateStream('a', {
      initialState: () => 0,
      evolve: (...args: unknown[]) => calls.push(args.length),
    });
    expect(calls).toEqual([2, 2, 2]);
  });

  it('filters by the types of today', async () => {
    const { store } = createStores();
    await store.appendToStream('a', [three, other, one]);
    const read = async (types: readonly string[]) => {
      const all = await collect(store.readAll({ types }));
      expect((await store.readPage({ types, after: -1, maxCount: 10 })).events).toEqual(all);
      expect((await store.queryEvents({ types, direction: 'forwards' })).events).toEqual(all);
      return namesOf(all);
    };
    expect(await read(['new'])).toEqual(['new 2.0', 'new 2.2', 'new 1.0']);
    expect(await read(['extra', 'other'])).toEqual(['extra 2.1', 'other 3']);
    expect(await read(['old'])).toEqual([]);
    expect(await read([])).toEqual([]);
    expect(await read(['extra.**', 'o.*'])).toEqual(['extra 2.1']);
    expect(await read(['*'])).toHaveLength(5);
    expect(await read(['**'])).toHaveLength(5);
    expect(namesOf((await store.queryEvents({ types: ['extra', '*.new', 'o.**'] })).events)).toEqual(['extra 2.1']);
    expect(namesOf((await store.queryEvents({ types: ['*'] })).events)).toHaveLength(5);
  });

  it('counts stored events of which something is left, and cuts none', async () => {
    const { store } = createStores();
    await store.appendToStream('a', [nothing, three, nothing, other, one, nothing]);
    const forwards = [...ofThree, 'other 3', ...ofOne];
    for (const [maxCount, length] of [0, 3, 4, 5, 5].entries()) {
      const expected = forwards.slice(0, length);
      expect(namesOf(await store.readStream('a', { maxCount }))).toEqual(expected);
      expect(namesOf(await collect(store.readAll({ maxCount })))).toEqual(expected);
    }
    const last = async (maxCount: number) => namesOf(await store.readStream('a', { direction: 'backwards', maxCount }));
    expect([await last(1), await last(2), (await last(3)).length]).toEqual([['new 1.0'], ['new 1.0', 'other 3'], 5]);
    expect((await last(4)).length).toBe(5);
    expect(namesOf(await store.readStream('a', { from: 2, to: 2, maxCount: 1 }))).toEqual([]);
    expect(namesOf(await collect(store.readAll({ types: ['new'], maxCount: 2 })))).toEqual([
      'new 2.0',
      'new 2.2',
      'new 1.0',
    ]);
    expect(namesOf(await collect(store.readAll({ types: ['extra'], maxCount: 5, after: 1 })))).toEqual([]);
  });

  it('queries on over pages of which nothing is left', async () => {
    const { store } = createStores();
    await store.appendToStream('a', [one, ...Array.from({ length: 20 }, () => nothing)]);
    const page = await store.queryEvents({ maxCount: 3 });
    expect([namesOf(page.events), page.next]).toEqual([['new 1.0'], null]);
    await store.appendToStream('b', [nothing, nothing]);
    expect(await store.queryEvents({ streamId: 'b', maxCount: 1 })).toEqual({ events: [], next: null });
  });

  it('does not read on past what it was asked for', async () => {
    const { raw } = createStores();
    await raw.appendToStream('a', [one, nothing, other, one]);
    let read = 0;
    const counting = new Proxy(raw, {
      get(target, name: keyof EventStore) {
        if (name !== 'readAll') return Reflect.get(target, name) as unknown;
        return async function* (options: object) {
          for await (const event of target.readAll(options)) {
            read++;
            yield event;
          }
        };
      },
    });
    const store = new UpcastingEventStore(counting, upcasting);
    expect(namesOf(await collect(store.readAll({ maxCount: 2 })))).toEqual(['new 1.0', 'other 3']);
    expect(read).toBe(3);
    for await (const event of store.readAll()) {
      expect(event.type).toBe('new');
      break;
    }
    expect(read).toBe(4);
  });

  it('rejects where an upcaster fails, and goes on to work', async () => {
    const raw = new InMemoryEventStore();
    const failing = upcaster('old', { from: 1, to: 2 }, () => undefined as never);
    const store = new UpcastingEventStore(raw, new Upcasting([failing], new EventRegistry([])));
    await raw.appendToStream('a', [other, one]);
    const failed = { code: 'UPCAST_FAILED', streamId: 'a', streamPosition: 1 };
    await expect(store.readStream('a')).rejects.toMatchObject(failed);
    await expect(collect(store.iterateStream('a'))).rejects.toMatchObject(failed);
    await expect(collect(store.readAll())).rejects.toMatchObject(failed);
    await expect(store.readPage({ after: -1, maxCount: 9 })).rejects.toMatchObject(failed);
    await expect(store.queryEvents()).rejects.toMatchObject(failed);
    await expect(store.aggregateStream('a', { initialState: () => 0, evolve: () => 0 })).rejects.toMatchObject(failed);
    expect(namesOf(await store.readStream('a', { to: 0 }))).toEqual(['other 3']);
  });

  it('agrees on all its paths, whatever is stored', async () => {
    const event = fc.oneof(
      fc.integer({ min: 0, max: 2 }).map((becomes) => ({ type: 'old', data: { n: 0, becomes } })),
      fc.constantFrom('new', 'other').map((type) => ({ type, data: { n: 0 } })),
    );
    const appends = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.array(event, { minLength: 1, maxLength: 4 })), {
      maxLength: 8,
    });
    const types = fc.option(fc.subarray(['new', 'extra', 'other', 'old']), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(appends, types, fc.integer({ min: 1, max: 4 }), async (given, wanted, maxCount) => {
        const { raw, store } = createStores();
        for (const [streamId, events] of given) await raw.appendToStream(streamId, events);
        const groups = (await collect(raw.readAll()))
          .map((stored) => upcasting.upcast(stored).filter(({ type }) => wanted?.includes(type) ?? true))
          .filter((results) => results.length > 0);
        const filter = wanted === undefined ? {} : { types: wanted };
        const expected = groups.flat();

        expect(await collect(store.readAll(filter))).toEqual(expected);
        expect(await collect(store.readAll({ ...filter, maxCount }))).toEqual(groups.slice(0, maxCount).flat());
        expect(await readAllPages(store, filter, maxCount)).toEqual(expected);
        expect(await queryAllPages(store, filter, maxCount)).toEqual(expected.toReversed());
        if (wanted !== undefined) return;
        const ofA = groups.filter((results) => results[0]?.streamId === 'a');
        expect(await store.readStream('a')).toEqual(ofA.flat());
        expect(await store.readStream('a', { maxCount })).toEqual(ofA.slice(0, maxCount).flat());
        expect(await store.readStream('a', { maxCount, direction: 'backwards' })).toEqual(
          ofA.slice(-maxCount).flat().toReversed(),
        );
      }),
      { numRuns: 200 },
    );
  });
});

async function readAllPages(store: UpcastingEventStore, filter: object, maxCount: number): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after = -1; ;) {
    const page = await store.readPage({ ...filter, after, maxCount });
    events.push(...page.events);
    if (page.position === after) return events;
    after = page.position;
  }
}

async function queryAllPages(store: UpcastingEventStore, filter: object, maxCount: number): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  let page = await store.queryEvents({ ...filter, maxCount });
  for (;;) {
    events.push(...page.events);
    if (page.next === null) return events;
    page = await store.queryEvents({ ...filter, maxCount, after: page.next });
  }
}
