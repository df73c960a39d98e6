import { IsString } from 'class-validator';
import { Db, MongoClient, type Collection, type Document } from 'mongodb';
import { v7 as uuidv7 } from 'uuid';
import { mongodb, type MongoReadModelStore } from '../../src/mongodb.js';
import {
  createApplication,
  Event,
  EventHandler,
  Projection,
  type ReadModel,
  type RecordedEvent,
  type Storage,
} from '../../src/index.js';
import { annalsErrorOf, errorOf } from '../support/errors.js';
import { testDatabase } from '../support/mongo.js';

const provider = testDatabase();
const client = new MongoClient(provider.uri);
const database = client.db(provider.database);
const states = database.collection<Document & { _id: string }>('read_models');
let storage: Storage;
let store: Storage['readModels'];
let number = 0;
let name: string;

beforeAll(async () => {
  storage = await mongodb(provider).open();
  store = storage.readModels;
});

beforeEach(() => {
  name = `summaries-${++number}`;
});

afterAll(async () => {
  await storage.close();
  await client.close();
});

const change = (value: string) => [{ key: 'one', document: { value } }];

/** A live read model at 5, and a rebuild at 3 that is about to take its place in a process that dies there. */
async function dieInSwap(isRenamed: boolean): Promise<void> {
  const live = store.live(name);
  await live.prepare([]);
  await live.commit({ changes: change('old'), from: -1, to: 5 });
  const rebuild = await store.beginRebuild(name);
  await rebuild.prepare([]);
  await rebuild.commit({ changes: change('new'), from: -1, to: 3 });
  const state = await states.findOneAndUpdate({ _id: `${name}#rebuild` }, { $set: { isSwapping: true } });
  const generation: unknown = state?.generation;
  await states.updateOne({ _id: name }, { $set: { swap: { generation, position: 3 } } });
  if (isRenamed) {
    await database.collection(`view_${name}#${String(generation)}`).rename(`view_${name}`, { dropTarget: true });
  }
}

describe.each([
  ['before the collections are swapped', false],
  ['after the collections are swapped', true],
])('a process that dies in finishRebuild, %s,', (_, isRenamed) => {
  beforeEach(() => dieInSwap(isRenamed));

  const expectSwapped = async () => {
    expect(await store.live(name).find({})).toEqual([{ value: 'new' }]);
    expect(await store.live(name).position()).toBe(3);
    const left = await database.listCollections({ name: new RegExp(`^view_${name}#`) }).toArray();
    expect(left).toEqual([]);
  };

  test('leaves a position that both the old and the new documents contain', async () => {
    expect(await store.live(name).position()).toBe(3);
  });

  test('is completed when the read model is prepared', async () => {
    await store.live(name).prepare([]);
    await expectSwapped();
  });

  test('is completed before the next page: that of the old documents is refused', async () => {
    const live = store.live(name);
    expect(await live.commit({ changes: change('worthless'), from: 5, to: 6 })).toBe(false);
    await expectSwapped();
    expect(await live.commit({ changes: change('newer'), from: 3, to: 6 })).toBe(true);
    expect(await live.get('one')).toEqual({ value: 'newer' });
  });

  test('is completed before the next rebuild', async () => {
    await store.beginRebuild(name);
    expect(await store.live(name).get('one')).toEqual({ value: 'new' });
    expect(await store.live(name).position()).toBe(3);
  });

  test('is completed by several processes at once', async () => {
    await Promise.all([store.live(name).prepare([]), store.live(name).prepare([]), store.finishRebuild(name)]);
    await expectSwapped();
  });
});

test('a page that was read from the old documents is refused after a rebuild to the same position', async () => {
  const live = store.live(name);
  await live.prepare([]);
  await live.commit({ changes: change('old'), from: -1, to: 5 });
  expect(await live.getMany(['one'])).toEqual(new Map([['one', { value: 'old' }]]));

  const rebuild = await store.beginRebuild(name);
  await rebuild.prepare([]);
  await rebuild.commit({ changes: change('new'), from: -1, to: 5 });
  await store.finishRebuild(name);

  expect(await live.position()).toBe(5);
  expect(await live.commit({ changes: change('old and more'), from: 5, to: 6 })).toBe(false);
  expect(await live.get('one')).toEqual({ value: 'new' });
  await live.getMany(['one']);
  expect(await live.commit({ changes: change('new and more'), from: 5, to: 6 })).toBe(true);
});

test('a rebuild that another process begins anew ends the one before, and its documents', async () => {
  const other = await mongodb(provider).open();
  const first = await store.beginRebuild(name);
  await first.prepare([]);
  await first.commit({ changes: change('first'), from: -1, to: 5 });
  const second = await other.readModels.beginRebuild(name);
  await second.prepare([]);

  expect(await annalsErrorOf(first.commit({ changes: [], from: 5, to: 6 }))).toMatchObject({ code: 'INVALID_OPTION' });
  expect(await annalsErrorOf(store.finishRebuild(name))).toMatchObject({ code: 'INVALID_OPTION' });
  expect(await second.find({})).toEqual([]);
  expect(await second.commit({ changes: change('second'), from: -1, to: 5 })).toBe(true);
  await other.readModels.finishRebuild(name);
  expect(await store.live(name).find({})).toEqual([{ value: 'second' }]);
  await other.close();
});

test('a rebuild that is given up leaves no collection, also one that was overtaken while it was prepared', async () => {
  const rebuilds = () => database.listCollections({ name: new RegExp(`^view_${name}#`) }, { nameOnly: true }).toArray();
  await store.live(name).prepare([]);
  const given = await store.beginRebuild(name);
  await given.prepare([]);
  await given.commit({ changes: change('new'), from: -1, to: 3 });
  expect(await rebuilds()).toHaveLength(1);
  await given.drop();
  expect(await rebuilds()).toEqual([]);
  expect(await states.countDocuments({ _id: `${name}#rebuild` })).toBe(0);

  const overtaken = await store.beginRebuild(name);
  const other = await mongodb(provider).open();
  const create = Db.prototype.createCollection;
  jest.spyOn(Db.prototype, 'createCollection').mockImplementationOnce(async function (this: Db, collection) {
    await other.readModels.beginRebuild(name); // it looks for what to drop before that is there
    return create.call(this, collection);
  });
  const error = await errorOf(overtaken.prepare([]));
  await other.close();
  expect(error).toMatchObject({ code: 'INVALID_OPTION' });
  expect(await rebuilds()).toEqual([]);
});

test('two processes that commit the same page: one does', async () => {
  const other = await mongodb(provider).open();
  const tables = [store.live(name), other.readModels.live(name)];
  await tables[0]!.prepare([]);
  for (let position = -1; position < 20; position++) {
    const page = { changes: change(String(position)), from: position, to: position + 1 };
    const done = await Promise.all(tables.map((table) => table.commit(page)));
    expect(done.sort()).toEqual([false, true]);
  }
  expect(await tables[1]!.position()).toBe(20);
  await other.close();
});

test('names never meet: neither with each other nor with a rebuild', async () => {
  const names = ['a', 'a#rebuild', 'a_rebuild', 'A', 'a/b', 'a%2Fb', 'ä', 'a b', '$a', 'a.b'];
  for (const each of names) {
    await store.live(each).prepare([]);
    expect(await store.live(each).commit({ changes: change(each), from: -1, to: 1 })).toBe(true);
    await store.beginRebuild(each);
  }
  for (const each of names) expect(await store.live(each).find({})).toEqual([{ value: each }]);
});

test('a large page is one transaction', async () => {
  const live: ReturnType<MongoReadModelStore['live']> = store.live(name);
  await live.prepare([{ fields: { value: 'asc' } }]);
  const changes = Array.from({ length: 10_000 }, (_, index) => ({ key: `k-${index}`, document: { value: index } }));
  expect(await live.commit({ changes, from: -1, to: 10_000 })).toBe(true);
  expect(await live.count({})).toBe(10_000);
});

describe('a preview', () => {
  const previews = async (of = name) =>
    (await database.listCollections({ name: new RegExp(`^preview_${of}#`) }, { nameOnly: true }).toArray()).map(
      (collection) => collection.name,
    );

  test('has a collection of its own with the same indexes, and is the driver’s collection for richer queries', async () => {
    await store.live(name).prepare([]);
    const preview = await store.beginPreview(name);
    await preview.prepare([{ fields: { value: 'desc' } }]);
    await preview.commit({ changes: change('then'), from: -1, to: 3 });
    const native = preview.native() as Collection<{ _id: string }>;
    expect(await previews()).toEqual([native.collectionName]);
    expect(await native.find().toArray()).toEqual([{ _id: 'one', value: 'then' }]);
    expect(await native.indexes()).toContainEqual(expect.objectContaining({ key: { value: -1 } }));
    expect(await states.countDocuments({ _id: new RegExp(`^${name}`) })).toBe(0);
    await preview.drop();
    expect(await previews()).toEqual([]);
  });

  test('is none of the left-overs of a rebuild, and a rebuild none of its', async () => {
    await store.live(name).prepare([]);
    const preview = await store.beginPreview(name);
    await preview.prepare([]);
    await preview.commit({ changes: change('then'), from: -1, to: 3 });
    await (await store.beginRebuild(name)).prepare([]);
    const rebuild = await store.beginRebuild(name);
    await rebuild.prepare([]);
    await rebuild.commit({ changes: change('new'), from: -1, to: 5 });
    await (await store.beginPreview(name)).drop();
    await store.finishRebuild(name);
    expect(await preview.get('one')).toEqual({ value: 'then' });
    expect(await store.live(name).get('one')).toEqual({ value: 'new' });
  });

  test('of a process that is gone is dropped after a day, when another begins, of whichever read model', async () => {
    const hoursAgo = (hours: number) => `preview_${name}#${uuidv7({ msecs: Date.now() - hours * 3_600_000 })}`;
    const [old, older, young] = [hoursAgo(24.1), hoursAgo(999), hoursAgo(23.5)];
    const others = [`view_${name}#${uuidv7({ msecs: 0 })}`, `preview_${name}#notes`, `preview_${name}`];
    for (const collection of [old, older, young, ...others]) await database.createCollection(collection);
    const own = await Promise.all([store.beginPreview('another'), store.beginPreview('another')]);
    expect(await previews()).toEqual(expect.arrayContaining([young, `preview_${name}#notes`]));
    expect(await previews()).toHaveLength(2);
    for (const collection of others) {
      expect(await database.listCollections({ name: collection }).toArray()).toHaveLength(1);
    }
    for (const preview of own) await preview.drop();
  });

  test('is not answered from a collection that may be dropped already', async () => {
    const preview = await store.beginPreview(name);
    await preview.prepare([]);
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 23.1 * 3_600_000);
    expect(await annalsErrorOf(preview.find({}))).toMatchObject({ code: 'STORE_CLOSED' });
    now.mockRestore();
    expect(await preview.find({})).toEqual([]);
    await preview.drop();
  });
});

@Event('tally.counted')
class Counted {
  @IsString() key!: string;
}

@Projection('tallies')
class Tallies {
  @EventHandler(Counted)
  counted(event: Counted, view: ReadModel<{ count: number }>) {
    view.update(event.key, ({ count }) => ({ count: count + 1 }), { count: 0 });
  }
}

test('projections.preview() shows every moment of a log that several processes have written', async () => {
  const apps = [
    await createApplication({ components: [Tallies], store: mongodb(provider) }),
    await createApplication({ components: [Tallies], store: mongodb(provider) }),
  ];
  const [app] = apps;
  for (let round = 0; round < 6; round++) {
    await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        apps[index % 2]!.eventStore.appendToStream(`tally-${String(index)}`, [
          { type: 'tally.counted', data: { key: 'a' } },
          { type: 'tally.other' },
          { type: 'tally.counted', data: { key: 'b' } },
        ]),
      ),
    );
  }
  const events: RecordedEvent[] = [];
  for await (const event of app!.eventStore.readAll()) events.push(event);
  const moments = new Set(events.map(({ createdAt }) => createdAt.getTime()));
  for (const moment of [0, ...moments]) {
    const byThen = events.filter(({ createdAt }) => createdAt.getTime() <= moment);
    await using preview = await app!.projections.preview<{ count: number }>(Tallies, { asOf: new Date(moment) });
    expect(preview.position).toBe(byThen.at(-1)?.globalPosition ?? -1);
    expect((await preview.get('a'))?.count ?? 0).toBe(byThen.filter(({ data }) => data.key === 'a').length);
    const atPosition = await app!.projections.preview<{ count: number }>('tallies', { atPosition: byThen.length });
    expect((await atPosition.get('a'))?.count).toBe(
      events.filter(({ data, globalPosition }) => data.key === 'a' && globalPosition <= byThen.length).length,
    );
  }
  const left = /^preview_tallies#/;
  expect((await database.listCollections({ name: left }).toArray()).length).toBeGreaterThan(0);
  await Promise.all(apps.map((each) => each.close()));
  expect(await database.listCollections({ name: left }).toArray()).toEqual([]);
});
