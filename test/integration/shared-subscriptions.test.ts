import { inject } from 'inversify';
import {
  createApplication,
  Event,
  EventHandler,
  Projection,
  Query,
  QueryHandler,
  readModel,
  type Application,
  type ReadModel,
  type ReadModelReader,
  type RecordedEvent,
} from '../../src/index.js';
import { mongodb } from '../../src/mongodb.js';
import { testDatabase } from '../support/mongo.js';
import { until } from '../support/until.js';

describe('a subscription in several processes', () => {
  const { uri, database } = testDatabase();
  const apps: Application[] = [];

  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
  });

  const open = async () => {
    const app = await createApplication({ components: [], store: mongodb({ uri, database }) });
    apps.push(app);
    return app;
  };

  it('is shared out evenly, handles each event once, and is handed back', async () => {
    const [one, two] = [await open(), await open()];
    const seen: { by: string; event: RecordedEvent }[] = [];
    const listen = (app: Application, by: string) =>
      app.eventBus.subscribe('**', (event) => void seen.push({ by, event }), { name: 'shared' });
    await Promise.all([listen(one, 'one'), listen(two, 'two')]);
    const here = async (app: Application) => (await app.eventBus.list())[0]?.slices.here;
    await until(async () => (await here(one)) === 8 && (await here(two)) === 8);
    for (let number = 0; number < 40; number++) {
      await one.eventStore.appendToStream(`shared-${number % 20}`, [{ type: 'a', data: { number } }]);
    }
    await until(() => seen.length === 40);
    expect(new Set(seen.map(({ event }) => event.eventId)).size).toBe(40);
    expect(new Set(seen.map(({ by }) => by))).toEqual(new Set(['one', 'two']));
    await two.close();
    await until(async () => (await here(one)) === 16);
    for (let number = 0; number < 20; number++)
      await one.eventStore.appendToStream(`shared-${number}`, [{ type: 'b' }]);
    await until(() => seen.length === 60);
    expect(seen.slice(40).every(({ by }) => by === 'one')).toBe(true);
  });
});

@Event('coin.found')
class CoinFound {}

class CountCoins extends Query<number> {}

@QueryHandler(CountCoins)
class CountCoinsHandler {
  constructor(@inject(readModel('coins')) private readonly coins: ReadModelReader<{ count: number }>) {}
  async execute() {
    return (await this.coins.get('all'))?.count ?? 0;
  }
}

describe('a projection in several processes', () => {
  const { uri, database } = testDatabase();

  it('runs in one of them at a time, and each reads its own writes', async () => {
    const worked: string[] = [];
    const open = (by: string) => {
      @Projection('coins')
      class Coins {
        @EventHandler(CoinFound)
        found(_: CoinFound, view: ReadModel<{ count: number }>) {
          worked.push(by);
          view.update('all', ({ count }) => ({ count: count + 1 }), { count: 0 });
        }
      }
      return createApplication({ components: [Coins, CountCoinsHandler], store: mongodb({ uri, database }) });
    };
    const find = async (app: Application) => {
      const after = await app.eventStore.appendToStream('coins', [{ type: 'coin.found' }]);
      return app.queries.ask(CountCoins, {}, { after: after.globalPosition, timeoutMs: 600_000 });
    };
    const [one, two] = [await open('one'), await open('two')];
    try {
      expect(await find(one)).toBe(1);
      expect(await find(two)).toBe(2);
      expect(worked).toEqual(['one', 'one']);
      expect(await two.status()).toMatchObject({ isHealthy: true, projections: [{ lag: 0 }] });
      await one.close();
      expect(await find(two)).toBe(3);
      expect(worked).toEqual(['one', 'one', 'two']);
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  });
});
