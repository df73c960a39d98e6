import {
  deepFreeze,
  upcaster,
  Upcasting,
  type RecordedEvent,
  type UpcastResult,
} from '../../../src/event-store/index.js';
import { Event, EventRegistry } from '../../../src/messages/index.js';
import { annalsErrorOf } from '../../support/errors.js';
import { thrownBy } from './thrown-by.js';

@Event('account.opened', { version: 3 })
class AccountOpened {}

@Event('account.closed')
class AccountClosed {}

const registry = new EventRegistry([AccountOpened, AccountClosed]);
const nothing = new EventRegistry([]);

const stored = (more: Partial<RecordedEvent> = {}): RecordedEvent =>
  deepFreeze({
    type: 'account.opened',
    data: { owner: 'Ada Lovelace' },
    metadata: { correlationId: 'c' },
    streamId: 'account-7',
    streamPosition: 3,
    globalPosition: 12,
    eventId: 'e',
    createdAt: new Date(5),
    ...more,
  });

const splitOwner = upcaster('account.opened', { from: 1, to: 2 }, ({ data }: RecordedEvent<{ owner: string }>) => {
  const [firstName, lastName] = data.owner.split(' ');
  return { data: { firstName, lastName } };
});
const addCurrency = upcaster('account.opened', { from: 2, to: 3 }, ({ data }) => ({
  data: { ...data, currency: 'EUR' },
}));
const chain = new Upcasting([addCurrency, splitOwner], registry);

/** The upcasting whose one upcaster, of a type without a class, returns this. */
const returning = (result: unknown) =>
  new Upcasting([upcaster('account.opened', { from: 1, to: 2 }, () => result as UpcastResult)], nothing);

describe('Upcasting', () => {
  it('leads an event through its chain, whatever the order of registration', () => {
    expect(chain.upcast(stored())).toEqual([
      {
        ...stored(),
        data: { firstName: 'Ada', lastName: 'Lovelace', currency: 'EUR' },
        metadata: { correlationId: 'c', schemaVersion: 3 },
      },
    ]);
  });

  it('enters the chain at the version that is stored', () => {
    const [event] = chain.upcast(stored({ data: { firstName: 'Ada' }, metadata: { schemaVersion: 2 } }));
    expect(event?.data).toEqual({ firstName: 'Ada', currency: 'EUR' });
  });

  it('may jump over versions', () => {
    const jump = upcaster('account.opened', { from: 1, to: 3 }, () => ({ data: { jumped: true } }));
    const jumping = new Upcasting([jump, addCurrency], registry);
    expect(jumping.upcast(stored())).toMatchObject([{ data: { jumped: true }, metadata: { schemaVersion: 3 } }]);
  });

  it.each([
    ['of a type without upcasters', stored({ type: 'account.closed' })],
    ['of a type that nobody knows', stored({ type: 'account.painted', metadata: { schemaVersion: 4 } })],
    ['of the last version', stored({ metadata: { schemaVersion: 3 } })],
    ['of a newer version, which another release has written', stored({ metadata: { schemaVersion: 4 } })],
    ['of what is no version', stored({ metadata: { schemaVersion: 1.5 } })],
  ])('gives an event back as it is: %s', (_, event) => {
    expect(chain.upcast(event)[0]).toBe(event);
    const events = [event, event];
    expect(chain.upcastAll(events)).toBe(events);
    expect(Upcasting.none.upcast(event)[0]).toBe(event);
  });

  it('gives none, one or several in their order', () => {
    expect(returning([]).upcast(stored())).toEqual([]);
    expect(returning({ data: { n: 1 } }).upcast(stored())).toMatchObject([{ data: { n: 1 } }]);
    const several = returning([{ data: { n: 1 } }, { data: { n: 2 }, type: 'account.audited' }]);
    expect(several.upcast(stored())).toEqual([
      { ...stored(), data: { n: 1 }, metadata: { correlationId: 'c', schemaVersion: 2 } },
      { ...stored(), data: { n: 2 }, type: 'account.audited', metadata: { correlationId: 'c' } },
    ]);
    expect(several.upcastAll([stored(), stored({ type: 'b' }), stored()]).map(({ type }) => type)).toEqual([
      'account.opened',
      'account.audited',
      'b',
      'account.opened',
      'account.audited',
    ]);
  });

  it('goes on with the chain of another type, from the version given or 1', () => {
    const become = (version?: number) =>
      new Upcasting(
        [
          upcaster('customer.joined', { from: 1, to: 2 }, () => ({
            type: 'account.opened',
            data: { owner: 'Ada Lovelace' },
            ...(version !== undefined && { version }),
          })),
          splitOwner,
          addCurrency,
        ],
        registry,
      ).upcast(stored({ type: 'customer.joined' }));
    const owner = 'Ada Lovelace';
    expect(become()[0]?.data).toEqual({ firstName: 'Ada', lastName: 'Lovelace', currency: 'EUR' });
    expect(become(2)[0]?.data).toEqual({ owner, currency: 'EUR' });
    expect(become(3)[0]).toMatchObject({ type: 'account.opened', data: { owner }, metadata: { schemaVersion: 3 } });
    expect(thrownBy(() => become(4))).toMatchObject({
      code: 'UPCAST_FAILED',
      message: expect.stringMatching(/version 4 of 'account\.opened', but AccountOpened is version 3/),
    });
  });

  it('keeps the metadata, and changes what the upcaster says of it', () => {
    const { metadata } = returning({ data: {}, metadata: { correlationId: undefined, channel: 'web' } }).upcast(
      stored(),
    )[0]!;
    expect(metadata).toStrictEqual({ channel: 'web', schemaVersion: 2 });
    const [first] = returning({ data: {}, type: 'b', metadata: { schemaVersion: 9 } }).upcast(stored());
    expect(first?.metadata).toEqual({ correlationId: 'c' });
  });

  it('takes the event itself with other data, or unchanged', () => {
    const event = stored();
    expect(returning({ ...event, data: { n: 1 } }).upcast(event)[0]?.data).toEqual({ n: 1 });
    expect(returning(event).upcast(event)[0]).toEqual({ ...event, metadata: { ...event.metadata, schemaVersion: 2 } });
  });

  it('gives copies that are deeply frozen, and leaves what the upcaster returned as it was', () => {
    const lines = [{ price: 1 }];
    const returned = { data: { lines }, metadata: { tags: ['a'] } };
    const [event] = returning(returned).upcast(stored());
    lines[0]!.price = 2;
    expect(event).toMatchObject({ data: { lines: [{ price: 1 }] }, metadata: { tags: ['a'] } });
    const parts = [event, event?.data, event?.data.lines, (event?.data.lines as unknown[])[0], event?.metadata];
    for (const part of [...parts, event?.metadata.tags]) expect(Object.isFrozen(part)).toBe(true);
  });

  it('hands each upcaster of a chain a frozen event', () => {
    const seen: RecordedEvent[] = [];
    const look = (event: RecordedEvent) => {
      seen.push(event);
      return { data: { ...event.data } };
    };
    new Upcasting(
      [upcaster('account.opened', { from: 1, to: 2 }, look), upcaster('account.opened', { from: 2, to: 3 }, look)],
      registry,
    ).upcast(stored());
    expect(seen.map((event) => event.metadata.schemaVersion)).toEqual([undefined, 2]);
    for (const { data, metadata } of seen) expect([data, metadata].every(Object.isFrozen)).toBe(true);
  });

  it('lets a retired type, without a class, go on as far as its chain leads', () => {
    const retired = new Upcasting([splitOwner, addCurrency], nothing);
    expect(retired.upcast(stored())[0]?.metadata.schemaVersion).toBe(3);
  });

  it('ends a circle of upcasters with an error', () => {
    const to = (type: string) => () => [
      { type, data: {} },
      { type, data: {} },
    ];
    const circle = new Upcasting(
      [upcaster('a', { from: 1, to: 2 }, to('b')), upcaster('b', { from: 1, to: 2 }, to('a')), splitOwner],
      nothing,
    );
    expect(thrownBy(() => circle.upcast(stored({ type: 'a' })))).toMatchObject({
      code: 'UPCAST_FAILED',
      message: expect.stringMatching(/circle/),
    });
  });

  it('takes the longest way that is none', () => {
    const links = Array.from({ length: 50 }, (_, index) =>
      upcaster('a', { from: index + 1, to: index + 2 }, ({ data }) => ({
        data: { steps: Number(data.steps ?? 0) + 1 },
      })),
    );
    expect(new Upcasting(links, nothing).upcast(stored({ type: 'a' }))[0]?.data).toEqual({ steps: 50 });
  });
});

describe('an upcaster that fails', () => {
  it.each<[string, unknown, RegExp]>([
    ['undefined', undefined, /returned undefined; return \{ data \}/],
    ['null', null, /returned null/],
    ['a text', 'owner', /returned 'owner'/],
    ['a promise', Promise.resolve({ data: {} }), /promise.*synchronous/],
    ['a promise that fails', { then: (_: unknown, reject: (reason: Error) => void) => reject(new Error()) }, /promise/],
    ['an array in an array', [[{ data: {} }]], /returned an array/],
    ['a promise among events', [{ data: {} }, Promise.resolve({ data: {} })], /promise/],
    ['the data itself', { firstName: 'Ada' }, /undefined as the data/],
    ['data that are no object', { data: 7 }, /7 as the data/],
    ['data that are an array', { data: [] }, /an array as the data/],
    ['data that could not be stored', { data: { lines: [() => 1] } }, /data\.lines\[0\] is no plain data/],
    ['metadata that are no object', { data: {}, metadata: 'web' }, /'web' as the metadata/],
    ['metadata that could not be stored', { data: {}, metadata: { map: new Map() } }, /metadata\.map is no plain data/],
    ['what is no type', { data: {}, type: 'two words' }, /'two words' as the type/],
    ['what is no version', { data: {}, type: 'b', version: 0 }, /version 0 of 'b'/],
    ['another version than it leads to', { data: {}, version: 3 }, /version 3 of 'account\.opened', but leads to 2/],
  ])('is named where it returns %s', (_, result, reason) => {
    const error = thrownBy(() => returning(result).upcast(stored()));
    expect(error).toMatchObject({
      name: 'UpcastFailedError',
      code: 'UPCAST_FAILED',
      upcaster: `upcaster('account.opened', { from: 1, to: 2 })`,
      streamId: 'account-7',
      streamPosition: 3,
      globalPosition: 12,
      retryable: false,
      message: expect.stringMatching(/^upcaster\('account\.opened'.*position 3 of stream 'account-7'.*unchanged/),
    });
    expect((error as Error).message).toMatch(reason);
  });

  it('is named where it throws, or tries to change the event; the cause is its own error', () => {
    const failing = new Upcasting(
      [
        upcaster('account.opened', { from: 1, to: 2 }, (event: RecordedEvent<{ owner?: string }>) => {
          delete event.data.owner;
          return event;
        }),
      ],
      nothing,
    );
    const event = stored();
    expect(thrownBy(() => failing.upcast(event))).toMatchObject({
      code: 'UPCAST_FAILED',
      cause: expect.any(TypeError),
    });
    expect(event).toEqual(stored());
  });
});

describe('chains that are not whole', () => {
  const link = (from: number, to: number, type = 'account.opened') => upcaster(type, { from, to }, () => []);

  it.each<[string, readonly [number, number][], string, RegExp]>([
    ['no upcaster at all', [], 'UPCASTER_MISSING', /version 1 of 'account\.opened'.*AccountOpened is version 3/],
    ['a missing first link', [[2, 3]], 'UPCASTER_MISSING', /version 1 .*\{ from: 1, to: 2 \}/],
    ['a missing last link', [[1, 2]], 'UPCASTER_MISSING', /version 2 .*\{ from: 2, to: 3 \}/],
    ['a version that a jump leaves out', [[1, 3]], 'UPCASTER_MISSING', /version 2 /],
    [
      'a link past the class',
      [
        [1, 2],
        [2, 4],
      ],
      'INVALID_DECLARATION',
      /version 4, but AccountOpened is version 3/,
    ],
    [
      'two from one version',
      [
        [1, 2],
        [2, 3],
        [1, 3],
      ],
      'DUPLICATE_REGISTRATION',
      /version 1 .*to: 2.*to: 3/,
    ],
  ])('are refused: %s', async (_, links, code, message) => {
    const error = await annalsErrorOf(
      () =>
        new Upcasting(
          links.map(([from, to]) => link(from, to)),
          registry,
        ),
    );
    expect(error).toMatchObject({ name: 'ConfigurationError', code, message: expect.stringMatching(message) });
  });

  it('are refused for a type without a class too, where a link is missing below the last', async () => {
    const error = await annalsErrorOf(() => new Upcasting([link(1, 2, 'b'), link(3, 4, 'b')], nothing));
    expect(error.code).toBe('UPCASTER_MISSING');
    expect(error.message).toMatch(/version 2 of 'b', but an upcaster leads to version 4/);
  });

  it('do not hold up an application whose class is of the version 2^53 - 1', async () => {
    @Event('b', { version: Number.MAX_SAFE_INTEGER })
    class Beyond {}
    const error = await annalsErrorOf(() => new Upcasting([], new EventRegistry([Beyond])));
    expect(error.code).toBe('UPCASTER_MISSING');
  });
});
