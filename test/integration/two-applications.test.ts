import { randomUUID } from 'node:crypto';
import { IsInt } from 'class-validator';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  createApplication,
  Event,
  EventHandler,
  inMemory,
  type Application,
} from '../../src/index.js';
import { mongodb } from '../../src/mongodb.js';

import { testDatabase } from '../support/mongo.js';

@Event('purse.filled')
class PurseFilled {
  @IsInt() amount!: number;
}

@Event('purse.emptied')
class PurseEmptied {
  @IsInt() amount!: number;
}

@Command('purse.move')
class Move {
  @AggregateId() purseId!: string;
  @IsInt() amount!: number;
}

class Short extends Error {}

@Aggregate('purse', { snapshot: { every: 20, version: 1 } })
class Purse extends AggregateRoot {
  balance = 0;

  @CommandHandler(Move)
  move({ amount }: Move) {
    if (this.balance + amount < 0) throw new Short(`${String(this.balance)} ${String(amount)}`);
    if (amount > 0) this.apply(PurseFilled, { amount });
    if (amount < 0) this.apply(PurseEmptied, { amount: -amount });
  }

  @EventHandler(PurseFilled)
  onFilled({ amount }: PurseFilled) {
    this.balance += amount;
  }

  @EventHandler(PurseEmptied)
  onEmptied({ amount }: PurseEmptied) {
    this.balance -= amount;
  }
}

describe.each([
  ['MongoDB', mongodb(testDatabase())],
  ['in memory', inMemory()],
])('two applications on one database (%s), each with its own live cache and snapshots', (_, store) => {
  const running: Application[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((app) => app.close()));
  });

  it('never decide on what is no longer so', async () => {
    const start = async () => {
      const app = await createApplication({ components: [Purse], store, retry: { attempts: 100 } });
      running.push(app);
      return app;
    };
    const apps = [await start(), await start()] as const;
    const purses: string[] = [randomUUID(), randomUUID()];
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = mulberry32(seed);
    const accepted = new Map(purses.map((id) => [id, 0]));
    let refused = 0;

    const worker = async (app: Application) => {
      for (let step = 0; step < 60; step++) {
        const purseId = purses[random() < 0.7 ? 0 : 1] ?? '';
        const amount = Math.floor(random() * 21) - 10;
        try {
          await app.commands.dispatch(Move, { purseId, amount });
          accepted.set(purseId, (accepted.get(purseId) ?? 0) + amount);
        } catch (error) {
          if (!(error instanceof Short)) throw error;
          refused++;
        }
      }
    };
    await Promise.all([...apps, ...apps].map(worker));

    for (const purseId of purses) {
      // The log itself says whether any decision was wrong.
      let balance = 0;
      for (const { type, data } of await apps[0].eventStore.readStream(`purse-${purseId}`)) {
        balance += (type === 'purse.filled' ? 1 : -1) * Number(data.amount);
        expect({ seed, balance }).toEqual({ seed, balance: Math.max(balance, 0) });
      }
      expect({ seed, balance }).toEqual({ seed, balance: accepted.get(purseId) });
      for (const app of [...apps, await start()]) {
        expect(await app.repository.load(Purse, purseId)).toMatchObject({ balance });
      }
    }
    expect({ seed, someWereRefused: refused > 0 }).toEqual({ seed, someWereRefused: true });
  });
});

/** A small generator of random numbers that can be seeded. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
