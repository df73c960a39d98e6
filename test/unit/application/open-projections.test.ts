import { IsInt } from 'class-validator';
import { Container, inject } from 'inversify';
import {
  createApplication,
  Event,
  EventHandler,
  inMemory,
  openProjections,
  Projection,
  Subscriber,
  upcaster,
  type ReadModel,
  type RecordedEvent,
  type StorageProvider,
} from '../../../src/index.js';
import { annalsErrorOf } from '../../support/errors.js';
import { latch } from '../../support/latch.js';
import { until } from '../../support/until.js';

@Event('purse.filled', { version: 2 })
class PurseFilled {
  @IsInt() cents!: number;
}

const toCents = upcaster('purse.filled', { from: 1, to: 2 }, ({ data }) => ({
  data: { cents: Number(data.amount) * 100 },
}));

let factor: number;
let onFilled: () => void | Promise<void>;
let mailed: number;

@Projection('purses')
class Purses {
  @EventHandler(PurseFilled)
  async filled({ cents }: PurseFilled, view: ReadModel<{ cents: number }>, { streamId }: RecordedEvent) {
    await onFilled();
    view.update(streamId, (purse) => ({ cents: purse.cents + cents * factor }), { cents: 0 });
  }
}

@Subscriber('mailer')
class Mailer {
  @EventHandler(PurseFilled)
  filled() {
    mailed++;
  }
}

beforeEach(() => {
  factor = 1;
  mailed = 0;
  onFilled = () => undefined;
});

const components = [Purses, Mailer, toCents];

async function fill(store: StorageProvider): Promise<void> {
  const { eventStore, close } = await store.open();
  await eventStore.appendToStream('purse-1', [{ type: 'purse.filled', data: { amount: 3 } }]);
  await eventStore.appendToStream('purse-1', [
    { type: 'purse.filled', data: { cents: 50 }, metadata: { schemaVersion: 2 } },
  ]);
  await close();
}

async function purse(store: StorageProvider): Promise<object | null> {
  const { readModels, close } = await store.open();
  const found = await readModels.live('purses').get('purse-1');
  await close();
  return found;
}

describe('openProjections()', () => {
  it('rebuilds a read model without an application, of events as they are today, and delivers nothing', async () => {
    const store = inMemory();
    await fill(store);
    const projections = await openProjections({ components, store });
    expect(projections.names).toEqual(['purses']);
    expect(await projections.status()).toEqual([
      { name: 'purses', state: 'catching-up', position: -1, lag: 2, error: null },
    ]);
    expect(await projections.rebuild('purses')).toBe(1);
    expect(await projections.status()).toMatchObject([{ state: 'up-to-date', lag: 0 }]);
    await projections.close();
    await projections.close();
    expect(await purse(store)).toEqual({ cents: 350 });
    expect(mailed).toBe(0);
    const storage = await store.open();
    expect(await storage.subscriptions.subscriptions()).toEqual([]);
    await storage.close();
  });

  it('lets an application that runs go on from the new read model', async () => {
    const store = inMemory();
    const app = await createApplication({ components, store });
    await fill(store);
    await app.projections.waitFor('purses', 1, 10_000);
    const projections = await openProjections({ components, store });
    factor = 10;
    await projections.rebuild('purses');
    await projections.close();
    factor = 1;
    await fill(store);
    await app.projections.waitFor('purses', 3, 10_000);
    expect(await purse(store)).toEqual({ cents: 3_850 });
    await app.close();
  });

  it('ends a rebuild that is under way when it is closed: the live read model stays as it was', async () => {
    const store = inMemory();
    await fill(store);
    const projections = await openProjections({ components, store });
    await projections.rebuild('purses');
    const [arrived, gate] = [latch(), latch()];
    factor = 10;
    onFilled = async () => {
      arrived.open();
      await gate.opened;
    };
    const rebuilt = projections.rebuild('purses');
    const failed = expect(rebuilt).rejects.toThrow(/closed before the rebuild had ended/);
    await arrived.opened;
    const closed = projections.close();
    gate.open();
    await Promise.all([failed, closed]);
    expect(await purse(store)).toEqual({ cents: 350 });
  });

  it('makes projections with what the container holds, and says at once what is missing', async () => {
    @Projection('priced')
    class Priced {
      constructor(@inject('price') private readonly price: number) {}

      @EventHandler(PurseFilled)
      filled(_: PurseFilled, view: ReadModel<{ price: number }>, { streamId }: RecordedEvent) {
        view.set(streamId, { price: this.price });
      }
    }
    const store = inMemory();
    await fill(store);
    const only = { components: [Priced, toCents], store };
    expect(await annalsErrorOf(openProjections(only))).toMatchObject({ code: 'UNRESOLVED_DEPENDENCY' });
    const container = new Container();
    container.bind('price').toConstantValue(7);
    await using projections = await openProjections({ ...only, container });
    await projections.rebuild('priced');
    await until(async () => (await projections.status())[0]?.lag === 0);
    expect(await annalsErrorOf(projections.rebuild('prized'))).toMatchObject({ code: 'UNKNOWN_PROJECTION' });
  });
});

describe('two rebuilds of one projection in two processes', () => {
  it('end with a whole read model; the one that began first is refused', async () => {
    const store = inMemory();
    await fill(store);
    const [first, second] = [
      await openProjections({ components, store }),
      await openProjections({ components, store }),
    ];
    const [arrived, gate] = [latch(), latch()];
    onFilled = async () => {
      onFilled = () => undefined;
      arrived.open();
      await gate.opened;
    };
    const overtaken = annalsErrorOf(first.rebuild('purses'));
    await arrived.opened;
    factor = 2;
    expect(await second.rebuild('purses')).toBe(1);
    gate.open();
    expect((await overtaken).message).toMatch(/another one has begun since/);
    expect(await purse(store)).toEqual({ cents: 700 });
    await Promise.all([first.close(), second.close()]);
  });
});
