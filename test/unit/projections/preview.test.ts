import fc from 'fast-check';
import { IsInt, IsString } from 'class-validator';
import {
  Event,
  EventHandler,
  inMemory,
  Projection,
  type Application,
  type PreviewOptions,
  type ReadModel,
  type ReadModelPreviewTable,
  type ReadModelReader,
  type StorageProvider,
} from '../../../src/index.js';
import { applications } from '../../support/applications.js';
import { annalsErrorOf } from '../../support/errors.js';
import { latch } from '../../support/latch.js';
import { storageWith, withMethods } from '../../support/storage.js';

@Event('tally.counted')
class Counted {
  @IsString() key!: string;
  @IsInt() by!: number;
}

interface Tally {
  count: number;
}

/** What the projection does besides counting; tests change it. */
let onCounted: () => void | Promise<void>;

@Projection('tallies', { indexes: [{ fields: { count: 'asc' } }] })
class Tallies {
  @EventHandler(Counted)
  async counted(event: Counted, view: ReadModel<Tally>) {
    await onCounted();
    view.update(event.key, ({ count }) => ({ count: count + event.by }), { count: 0 });
  }
}

beforeEach(() => {
  onCounted = () => undefined;
});

const start = applications();

/** An application whose events 0 to 5 are stored at the moments 1 000, 1 000, 2 000 (another type), 3 000, 3 000, 3 000. */
async function arrange(wrap: (store: StorageProvider) => StorageProvider = (store) => store): Promise<Application> {
  let now = 0;
  const app = await start({ components: [Tallies], store: wrap(inMemory({ now: () => new Date(now) })) });
  const append = async (moment: number, ...events: { type: string; data?: object }[]) => {
    now = moment;
    return app.eventStore.appendToStream('tally-1', events);
  };
  const counted = (key: string) => ({ type: 'tally.counted', data: { key, by: 1 } });
  await append(1_000, counted('a'), counted('b'));
  await append(2_000, { type: 'tally.other' });
  const { globalPosition } = await append(3_000, counted('a'), counted('a'), counted('c'));
  await app.projections.waitFor('tallies', globalPosition, 10_000);
  return app;
}

const counts = async (reader: ReadModelReader<Tally>) =>
  Object.fromEntries(
    await Promise.all(['a', 'b', 'c'].map(async (key) => [key, (await reader.get(key))?.count ?? 0] as const)),
  );

/** Counts the tables of previews that are there. */
function withTables(tables: Set<ReadModelPreviewTable>): (store: StorageProvider) => StorageProvider {
  return (store) =>
    storageWith(
      ({ readModels }) => ({
        readModels: withMethods(readModels, {
          beginPreview: async (name) => {
            const table = await readModels.beginPreview(name);
            tables.add(table);
            return withMethods(table, {
              drop: async () => {
                // On a database, nothing can be dropped once it was let go of.
                if (!tables.delete(table)) throw new Error('This table was dropped before.');
                await table.drop();
              },
            });
          },
        }),
      }),
      store,
    );
}

describe('projections.preview()', () => {
  it.each<[string, PreviewOptions, number, string]>([
    ['of now', {}, 5, '3 1 1'],
    ['before the first event', { asOf: new Date(999) }, -1, '0 0 0'],
    ['at the moment of an append', { asOf: new Date(1_000) }, 1, '1 1 0'],
    ['just before the next', { asOf: new Date(1_999) }, 1, '1 1 0'],
    ['at the moment of an event that it does not handle', { asOf: new Date(2_000) }, 2, '1 1 0'],
    ['at the moment of the last append', { asOf: new Date(3_000) }, 5, '3 1 1'],
    ['in the future', { asOf: new Date(8.64e15) }, 5, '3 1 1'],
    ['at the first position', { atPosition: 0 }, 0, '1 0 0'],
    ['at a position inside an append', { atPosition: 3 }, 3, '2 1 0'],
    ['at the last position', { atPosition: 5 }, 5, '3 1 1'],
    ['at a position that is not there yet', { atPosition: Number.MAX_SAFE_INTEGER }, 5, '3 1 1'],
  ])('%s contains the events up to then', async (_, options, position, expected) => {
    const app = await arrange();
    for (const projection of [Tallies, 'tallies']) {
      const preview = await app.projections.preview<Tally>(projection, options);
      expect(preview.position).toBe(position);
      expect(Object.values(await counts(preview)).join(' ')).toBe(expected);
      await preview.close();
    }
  });

  it('is read as the live read model is', async () => {
    const app = await arrange();
    const preview = await app.projections.preview<Tally>(Tallies, { atPosition: 1 });
    expect(await preview.get('a')).toEqual({ count: 1 });
    expect(await preview.get('c')).toBeNull();
    expect(await preview.find({ where: { count: 1 }, limit: 1 })).toEqual([{ count: 1 }]);
    expect(await preview.count()).toBe(2);
    expect(await preview.count({ count: 2 })).toBe(0);
    expect(await preview.native()).toBeUndefined();
  });

  it('leaves the live read model and its checkpoint alone, and stays as it is while events come in', async () => {
    const store = inMemory();
    const app = await start({ components: [Tallies], store });
    const count = async () => {
      const events = [{ type: 'tally.counted', data: { key: 'a', by: 1 } }];
      const { globalPosition } = await app.eventStore.appendToStream('tally-1', events);
      await app.projections.waitFor('tallies', globalPosition, 10_000);
    };
    await count();
    await count();
    const live = (await store.open()).readModels.live('tallies');
    const early = await app.projections.preview<Tally>(Tallies, { atPosition: 0 });
    const late = await app.projections.preview<Tally>(Tallies);
    expect(await live.position()).toBe(1);
    await count();
    await app.projections.rebuild('tallies');
    expect(await live.get('a')).toEqual({ count: 3 });
    expect([await early.get('a'), early.position]).toEqual([{ count: 1 }, 0]);
    expect([await late.get('a'), late.position]).toEqual([{ count: 2 }, 1]);
    await early.close();
    expect(await late.get('a')).toEqual({ count: 2 });
  });

  it('contains many pages of events', async () => {
    const app = await start({ components: [Tallies] });
    const events = Array.from({ length: 700 }, () => ({ type: 'tally.counted', data: { key: 'a', by: 1 } }));
    for (let round = 0; round < 10; round++) await app.eventStore.appendToStream('tally-1', events);
    const preview = await app.projections.preview<Tally>(Tallies, { atPosition: 6_543 });
    expect(await preview.get('a')).toEqual({ count: 6_544 });
    expect(preview.position).toBe(6_543);
  });

  it('asOf agrees with what was stored by then, for any history', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ pause: fc.nat(2), events: fc.integer({ min: 1, max: 3 }), isCounted: fc.boolean() })),
        fc.nat(30),
        async (appends, asOf) => {
          let now = 1;
          const app = await start({ components: [Tallies], store: inMemory({ now: () => new Date(now) }) });
          for (const { pause, events, isCounted } of appends) {
            now += pause;
            const event = isCounted ? { type: 'tally.counted', data: { key: 'a', by: 1 } } : { type: 'tally.other' };
            await app.eventStore.appendToStream('tally-1', Array<typeof event>(events).fill(event));
          }
          const byThen = await app.eventStore.readStream('tally-1', { asOf: new Date(asOf) });
          const preview = await app.projections.preview<Tally>(Tallies, { asOf: new Date(asOf) });
          expect(preview.position).toBe(byThen.length - 1);
          const counted = byThen.filter(({ type }) => type === 'tally.counted').length;
          expect((await preview.get('a'))?.count ?? 0).toBe(counted);
          await app.close();
        },
      ),
      { numRuns: 50 },
    );
  });

  it('takes the moment as it was when it was called', async () => {
    const app = await arrange();
    const asOf = new Date(1_000);
    const beginning = app.projections.preview<Tally>(Tallies, { asOf });
    asOf.setTime(3_000);
    expect((await beginning).position).toBe(1);
  });

  it('is closed by close(), at the end of its block, and by the application', async () => {
    const tables = new Set<ReadModelPreviewTable>();
    const app = await arrange(withTables(tables));
    const preview = await app.projections.preview<Tally>(Tallies);
    {
      await using inBlock = await app.projections.preview<Tally>(Tallies);
      expect(await inBlock.get('b')).toEqual({ count: 1 });
      expect(tables.size).toBe(2);
    }
    expect(tables.size).toBe(1);
    await preview.close();
    await preview.close();
    expect((await annalsErrorOf(preview.get('a'))).code).toBe('STORE_CLOSED');
    expect(tables.size).toBe(0);

    const left = await app.projections.preview<Tally>(Tallies);
    await app.close();
    expect(tables.size).toBe(0);
    expect((await annalsErrorOf(left.get('a'))).code).toBe('STORE_CLOSED');
    await left.close();
    expect((await annalsErrorOf(app.projections.preview(Tallies))).code).toBe('STORE_CLOSED');
  });

  it('ends with the application also while it is filled, at the end of its page', async () => {
    const tables = new Set<ReadModelPreviewTable>();
    const app = await arrange(withTables(tables));
    const [arrived, gate] = [latch(), latch()];
    onCounted = async () => {
      arrived.open();
      await gate.opened;
    };
    const beginning = annalsErrorOf(app.projections.preview(Tallies));
    await arrived.opened;
    const closed = app.close();
    gate.open();
    await closed;
    expect(await beginning).toMatchObject({ code: 'STORE_CLOSED' });
    expect(tables.size).toBe(0);
  });

  it('leaves nothing when a handler fails, and can be called again', async () => {
    const tables = new Set<ReadModelPreviewTable>();
    const app = await arrange(withTables(tables));
    onCounted = () => {
      throw new Error('no ink left');
    };
    await expect(app.projections.preview(Tallies)).rejects.toThrow('no ink left');
    expect(tables.size).toBe(0);
    onCounted = () => undefined;
    expect((await app.projections.preview(Tallies)).position).toBe(5);
  });

  it.each<[string, unknown, RegExp]>([
    ['both a moment and a position', { asOf: new Date(), atPosition: 1 }, /either asOf or atPosition/],
    ['an invalid Date', { asOf: new Date(NaN) }, /option asOf.*valid Date/],
    ['a moment as text', { asOf: '2026-01-01' }, /option asOf is '2026-01-01'/],
    ['null as a moment', { asOf: null }, /option asOf is null/],
    ['a negative position', { atPosition: -1 }, /option atPosition is -1; give a whole number from 0/],
    ['half a position', { atPosition: 0.5 }, /option atPosition is 0.5/],
    ['a position past 2^53', { atPosition: 2 ** 53 }, /option atPosition is 9007199254740992/],
    ['a Date in the place of the options', 5, /The options are 5/],
    ['null in the place of the options', null, /The options are null/],
  ])('refuses %s', async (_, options, message) => {
    const app = await arrange();
    const error = await annalsErrorOf(app.projections.preview(Tallies, options as PreviewOptions));
    expect(error).toMatchObject({ code: 'INVALID_OPTION', message: expect.stringMatching(message) as unknown });
  });

  it('refuses a projection that the application does not have, and names those that there are', async () => {
    @Projection('tallies')
    class Namesake {}

    const app = await arrange();
    for (const [projection, name] of [
      ['tally', `called 'tally'`],
      [Namesake, 'Namesake'],
      [Counted, 'Counted'],
      [undefined as unknown as string, 'undefined'],
    ] as const) {
      const error = await annalsErrorOf(app.projections.preview(projection));
      expect(error.code).toBe('UNKNOWN_PROJECTION');
      expect(error.message).toMatch(new RegExp(`${name}.*tallies`));
    }
  });
});
