import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Allow, IsString } from 'class-validator';
import fc from 'fast-check';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  AnnalsError,
  Command,
  CommandHandler,
  createApplication,
  Event,
  inMemory,
  type Application,
  type StorageProvider,
} from '../../src/index.js';
import { mongodb } from '../../src/mongodb.js';
import { testDatabase } from '../support/mongo.js';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const names = fc.oneof(
  text,
  fc.constantFrom(
    'valueOf',
    'constructor',
    '$set',
    '$ref',
    '$date',
    'a.b',
    '',
    '0',
    '_id',
    'length',
    'then',
    'toJSON',
    'toBSON',
    'type',
  ),
);
const name = names.filter((key) => !['__proto__', '_bsontype', '$id'].includes(key) && !key.includes('\0'));
const edges = [31, 32, 53, 63].flatMap((power) =>
  [-1, 0, 1].flatMap((step) => [2 ** power + step, -(2 ** power) + step]),
);
const numbers = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger(), fc.constantFrom(...edges, -0, 1e308, 5e-324));
const scalar = fc.oneof(text, numbers, fc.boolean(), fc.constant(null), fc.date({ noInvalidDate: true }));

/** Any data that a store takes. */
const { storable } = fc.letrec((tie) => ({
  storable: fc.oneof(
    { maxDepth: 5 },
    scalar,
    fc.array(tie('storable'), { maxLength: 4 }),
    fc.dictionary(name, tie('storable'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const data = fc.dictionary(name, storable, { maxKeys: 5, noNullPrototype: true });

class Money {
  readonly amount = 5;
}

/** What no store may take: where it stands below the place that it is put at, and how it is made. */
const poisons: readonly (readonly [path: string, make: () => unknown])[] = [
  ['', () => () => 1],
  ['', () => Symbol('s')],
  ['', () => 2n ** 63n],
  ['', () => 'half \ud83d'],
  ['', () => new Date(NaN)],
  ['', () => new Map([['a', 1]])],
  ['', () => new Set([1])],
  ['', () => Buffer.from('a')],
  ['', () => /a/],
  ['', () => new Money()],
  ['', () => Object(1) as object],
  ['', () => Object.assign([1], { extra: 1 })],
  ['[1]', () => [1, undefined]],
  ['[0]', () => Array<number>(2)],
  ['._bsontype', () => ({ _bsontype: 'Long', low: 1, high: 0 })],
  ['.__proto__', () => JSON.parse('{ "__proto__": { "polluted": true } }') as unknown],
  ['.a\0b', () => ({ 'a\0b': 1 })],
  ['.\udc00', () => ({ '\udc00': 1 })],
  ['', () => ({ $ref: 'orders', $id: 1 })],
  ['.price', () => Object.defineProperty({}, 'price', { enumerable: true, get: () => throwing() })],
  ['', () => new Proxy({}, { ownKeys: () => throwing() })],
];

function circle(): object {
  const one: Record<string, unknown> = {};
  one.self = one;
  return one;
}

function throwing(): never {
  throw new Error('a trap');
}

/** Every object and array in a value that something may be put into, with its path. */
function containersIn(value: unknown, path = ''): (readonly [string, object])[] {
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  const within = Array.isArray(value)
    ? value.flatMap((element, index) => containersIn(element, `${path}[${String(index)}]`))
    : Object.entries(value).flatMap(([key, element]) => containersIn(element, `${path}.${key}`));
  return [[path, value], ...within];
}

/** Data with one thing in it that cannot be stored, and where that is. */
const poisoned = fc.tuple(data, fc.constantFrom(...poisons), fc.nat()).map(([value, [below, make], at]) => {
  const containers = containersIn(value);
  const [path, container] = containers[at % containers.length]!;
  if (Array.isArray(container)) {
    container.push(make());
    return { value, path: `${path}[${String(container.length - 1)}]${below}` };
  }
  Object.assign(container, { poison: make() });
  return { value, path: `${path}.poison${below}` };
});

@Event('thing.noted')
class Noted {
  @Allow() payload: unknown;
}

@Command('thing.note')
class Note {
  @AggregateId() @IsString() thingId!: string;
}

/** What the command's handler applies: its own, for a command's properties are made anew by class-transformer. */
let payload: unknown;

@Aggregate('thing')
class Thing extends AggregateRoot {
  @CommandHandler(Note)
  note() {
    this.apply(Noted, { payload });
  }
}

const server = testDatabase();

describe.each<[string, StorageProvider]>([
  ['in memory', inMemory()],
  ['on MongoDB', mongodb(server)],
])('any value %s', (_, store) => {
  let app: Application;
  let close: () => Promise<void>;
  let readModels: Awaited<ReturnType<StorageProvider['open']>>['readModels'];

  beforeAll(async () => {
    app = await createApplication({ components: [Thing, Noted], store });
    const storage = await store.open();
    readModels = storage.readModels;
    close = () => storage.close();
  });

  afterAll(async () => {
    await app.close();
    await close();
  });

  const streamId = () => `noted-${randomUUID()}`;
  const good = () => app.eventStore.appendToStream(streamId(), [{ type: 'thing.counted', data: { n: 1 } }]);

  /** The error of an append of one turn with two good ones, which must be stored. */
  const refusal = async (append: () => Promise<unknown>): Promise<AnnalsError> => {
    const [before, outcome, after] = await Promise.allSettled([good(), append(), good()]);
    expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
    if (outcome.status === 'fulfilled') throw new Error('It was stored.');
    if (!AnnalsError.is(outcome.reason)) throw outcome.reason;
    return outcome.reason;
  };

  test('comes back exactly from a stream, as data and as metadata', async () => {
    await fc.assert(
      fc.asyncProperty(data, data, async (value, metadata) => {
        const [one, two] = [streamId(), streamId()];
        const event = { type: 'thing.noted', data: value, metadata };
        const [{ events }] = await Promise.all([
          app.eventStore.appendToStream(one, [event, event]),
          app.eventStore.appendToStreams([{ streamId: two, events: [event] }]),
          good(),
        ]);
        const read = [...(await app.eventStore.readStream(one)), ...(await app.eventStore.readStream(two))];
        expect(read).toHaveLength(3);
        for (const stored of [...events, ...read]) {
          assert.deepEqual(stored.data, value);
          assert.deepEqual(stored.metadata, metadata);
        }
      }),
    );
  });

  test('comes back exactly from a read model', async () => {
    const table = readModels.live(`noted-${randomUUID()}`);
    await table.prepare([]);
    let position = -1;
    const document = data.filter((value) => Object.keys(value).every((key) => key !== '_id' && !key.startsWith('$')));
    const keys = text.filter((key) => key !== '');
    await fc.assert(
      fc.asyncProperty(document, keys, async (value, key) => {
        const changes = [{ key, document: value }];
        expect(await table.commit({ changes, from: position, to: position + 1 })).toBe(true);
        position++;
        assert.deepEqual(await table.get(key), value);
      }),
    );
  });

  test('that cannot be stored is refused with its path, wherever it is, and costs its neighbours nothing', async () => {
    const table = readModels.live(`refused-${randomUUID()}`);
    await table.prepare([]);
    await fc.assert(
      fc.asyncProperty(poisoned, async ({ value, path }) => {
        const [one, two] = [streamId(), streamId()];
        const event = { type: 'thing.noted', data: { n: 1 } };
        const { eventStore } = app;
        for (const [where, append] of [
          ['events[1].data', () => eventStore.appendToStream(one, [event, { ...event, data: value }])],
          ['events[0].metadata', () => eventStore.appendToStream(one, [{ ...event, metadata: value }])],
          [
            'events[0].data',
            () =>
              eventStore.appendToStreams([
                { streamId: one, events: [event] },
                { streamId: two, events: [{ ...event, data: value }] },
              ]),
          ],
          [`document 'a'`, () => table.commit({ changes: [{ key: 'a', document: value }], from: -1, to: 0 })],
        ] as const) {
          expect(await refusal(append)).toMatchObject({ code: 'UNSTORABLE_DATA', path: `${where}${path}` });
        }
        expect(await eventStore.readStream(one)).toEqual([]);
        expect(await table.position()).toBe(-1);
      }),
    );
  });

  test.each<[string, string, () => unknown]>([
    ['a symbol', '', () => Symbol('s')],
    ['a bigint', '', () => 1n],
    ['half a surrogate pair', '', () => '\ud800'],
    ['an invalid Date', '', () => new Date(NaN)],
    ['bytes', '', () => Buffer.from('a')],
    ['undefined in an array', '[1]', () => [1, undefined]],
    ['_bsontype', '._bsontype', () => ({ _bsontype: 'Long', low: 1, high: 0 })],
    ['NUL in a name', '.a\0b', () => ({ 'a\0b': 1 })],
    ['a database reference', '', () => ({ $ref: 'orders', $id: 1 })],
  ])('that an aggregate applies is refused with its path where it holds %s', async (_, path, make) => {
    payload = { list: [make()] };
    const thingId = randomUUID();
    const error = await refusal(() => app.commands.dispatch(Note, { thingId }));
    expect(error).toMatchObject({ code: 'UNSTORABLE_DATA', path: `events[0].data.payload.list[0]${path}` });
    const metadata = { list: [make()] };
    payload = {};
    const other = await refusal(() => app.commands.dispatch(Note, { thingId }, { metadata }));
    expect(other).toMatchObject({ code: 'UNSTORABLE_DATA', path: `events[0].metadata.list[0]${path}` });
    expect(await app.eventStore.readStream(`thing-${thingId}`)).toEqual([]);
  });

  test.each([
    ['150 levels', () => JSON.parse('{"in":'.repeat(150) + '1' + '}'.repeat(150)) as unknown, /^payload(\.in){100}$/],
    ['__proto__', () => JSON.parse('{ "a": [{ "__proto__": 1 }] }') as unknown, /^payload\.a\[0\]\.__proto__$/],
    ['what holds itself', circle, /^payload(\.self){100}$/],
  ])('that an aggregate applies is refused by its rules where it holds %s', async (_, make, path) => {
    payload = make();
    const error = await refusal(() => app.commands.dispatch(Note, { thingId: randomUUID() }));
    expect(error).toMatchObject({
      code: 'VALIDATION_FAILED',
      issues: [{ path: expect.stringMatching(path) as unknown }],
    });
  });

  test('that an aggregate applies comes back exactly', async () => {
    const properties = data.filter((value) =>
      containersIn(value).every(([, container]) =>
        Object.keys(container).every((key) => typeof Reflect.get(Object.prototype, key) !== 'function'),
      ),
    );
    await fc.assert(
      fc.asyncProperty(properties, data, async (value, metadata) => {
        payload = value;
        const [{ events }] = await Promise.all([
          app.commands.dispatch(Note, { thingId: randomUUID() }, { metadata }),
          good(),
        ]);
        const [stored] = await app.eventStore.readStream(events[0]!.streamId);
        assert.deepEqual(stored?.data, { payload: value });
        const { correlationId, causationId } = stored.metadata;
        assert.deepEqual(stored.metadata, { ...metadata, correlationId, causationId });
      }),
    );
  });
});
