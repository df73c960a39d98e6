import { randomUUID } from 'node:crypto';
import { inMemory, StreamVersionConflictError, type StorageProvider } from '../../../src/index.js';
import {
  DepositMoney,
  InsufficientFunds,
  OpenAccount,
  WithdrawMoney,
} from '../../../examples/bank/src/accounts/index.js';
import { balanceOf } from '../../../examples/bank/src/accounts/balance.js';
import * as bank from '../../../examples/bank/src/components.js';
import { TransferMoney } from '../../../examples/bank/src/transfers/index.js';
import { applications } from '../../support/applications.js';
import { errorOf } from '../../support/errors.js';
import { storageWith, withMethods } from '../../support/storage.js';

const accountId = randomUUID();
const other = randomUUID();
const streamId = `account-${accountId}`;

/** Another writer who gets in between load and append, as often as `wins` says, with what `writes` gives. */
class Rival {
  wins = 0;
  /** Appends that the application has tried. */
  tries = 0;
  writes = { streamId, type: 'money.deposited', data: { amount: 1 } };

  storage(): StorageProvider {
    return storageWith(({ eventStore }) => ({
      eventStore: withMethods(eventStore, {
        appendToStream: async (...args) => {
          await this.#interfere((id, events) => eventStore.appendToStream(id, events));
          return eventStore.appendToStream(...args);
        },
        appendToStreams: async (appends) => {
          await this.#interfere((id, events) => eventStore.appendToStream(id, events));
          return eventStore.appendToStreams(appends);
        },
      }),
    }));
  }

  async #interfere(append: (streamId: string, events: object[]) => Promise<unknown>): Promise<void> {
    this.tries++;
    if (this.wins-- <= 0) return;
    const { streamId: id, ...event } = this.writes;
    await append(id, [event]);
  }
}

describe('a conflict with another writer', () => {
  const start = applications();
  let rival: Rival;

  const startBank = async (attempts?: number) => {
    rival = new Rival();
    const app = await start({
      components: [bank],
      store: rival.storage(),
      liveAggregates: 0, // a conflict with one's own stale memory is another matter: see live-cache.test.ts
      ...(attempts !== undefined && { retry: { attempts } }),
    });
    await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
    await app.commands.dispatch(DepositMoney, { accountId, amount: 10 });
    await app.commands.dispatch(OpenAccount, { accountId: other, owner: 'Grace' });
    rival.tries = 0;
    return app;
  };

  it.each([1, 2, 9])('is decided again on the new state: %i times', async (wins) => {
    const app = await startBank();
    rival.wins = wins;
    const receipt = await app.commands.dispatch(DepositMoney, { accountId, amount: 5 });
    expect(receipt).toMatchObject({ attempts: wins + 1, streamVersion: 2 + wins });
    expect(rival.tries).toBe(wins + 1);
    expect(await balanceOf(app.eventStore, accountId)).toBe(15 + wins);
  });

  it.each([
    [undefined, 10],
    [3, 3],
    [1, 1],
  ])('reaches the caller after the last attempt (retry.attempts %p)', async (attempts, tries) => {
    const app = await startBank(attempts);
    rival.wins = Number.POSITIVE_INFINITY;
    const error = await errorOf(app.commands.dispatch(DepositMoney, { accountId, amount: 5 }));
    expect(error).toBeInstanceOf(StreamVersionConflictError);
    expect(error).toMatchObject({
      code: 'STREAM_VERSION_CONFLICT',
      status: 409,
      streamId,
      expectedStreamVersion: tries,
      actualStreamVersion: tries + 1,
      retryable: true,
    });
    expect(rival.tries).toBe(tries);
    expect(await balanceOf(app.eventStore, accountId)).toBe(10 + tries);
  });

  it('may turn an acceptance into a refusal', async () => {
    const app = await startBank();
    rival.wins = 1;
    rival.writes = { streamId, type: 'money.withdrawn', data: { amount: 5 } };
    expect(await errorOf(app.commands.dispatch(WithdrawMoney, { accountId, amount: 10 }))).toBeInstanceOf(
      InsufficientFunds,
    );
    expect(rival.tries).toBe(1);
    expect(await balanceOf(app.eventStore, accountId)).toBe(5);
  });

  it('on one of two streams decides the whole command again', async () => {
    const app = await startBank();
    rival.wins = 2;
    rival.writes = { streamId: `account-${other}`, type: 'money.deposited', data: { amount: 1 } };
    const receipt = await app.commands.dispatch(TransferMoney, { from: accountId, to: other, amount: 4 });
    expect(receipt.attempts).toBe(3);
    expect([await balanceOf(app.eventStore, accountId), await balanceOf(app.eventStore, other)]).toEqual([6, 6]);
  });

  it('happens between real rivals, too, and loses nothing', async () => {
    const store = inMemory();
    const [one, two] = [await start({ components: [bank], store }), await start({ components: [bank], store })];
    await one.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
    const amounts = [1, 2, 3, 4, 5, 6];
    const receipts = await Promise.all(
      amounts.map((amount) => (amount % 2 === 0 ? one : two).commands.dispatch(DepositMoney, { accountId, amount })),
    );
    expect(receipts.map(({ streamVersion }) => streamVersion).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Math.max(...receipts.map(({ attempts }) => attempts))).toBeGreaterThan(1);
    expect(await balanceOf(one.eventStore, accountId)).toBe(21);
  });

  it('does not repeat any other failure', async () => {
    const app = await startBank();
    await errorOf(app.commands.dispatch(WithdrawMoney, { accountId, amount: 99 }));
    expect(rival.tries).toBe(0);
  });
});
