import { randomUUID } from 'node:crypto';
import type { Application } from 'annals';
import { startEmbeddedMongo, type EmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { AccountNotOpen, balanceOf, DepositMoney, GetAccount, OpenAccount } from '../src/accounts/index.js';
import { openApplication } from '../src/application.js';
import { TransferMoney } from '../src/transfers/index.js';

describe('the bank on MongoDB', () => {
  let mongo: EmbeddedMongo;
  let app: Application;

  beforeAll(async () => {
    mongo = await startEmbeddedMongo();
    app = await openApplication(mongodb({ uri: mongo.uri, database: `bank_${randomUUID()}` }));
  });

  afterAll(async () => {
    await app.close();
    await mongo.stop();
  });

  async function openAccount(owner: string): Promise<string> {
    const accountId = randomUUID();
    await app.commands.dispatch(OpenAccount, { accountId, owner });
    return accountId;
  }

  it('reads what it has written', async () => {
    const accountId = await openAccount('Ada');
    const after = await app.commands.dispatch(DepositMoney, { accountId, amount: 1_000 });
    const account = await app.queries.ask(GetAccount, { accountId }, { after });
    expect(account).toEqual({ owner: 'Ada', balance: 1_000, movements: 1 });
  });

  it('changes both accounts by a transfer, or none', async () => {
    const [from, to] = [await openAccount('Ada'), await openAccount('Grace')];
    await app.commands.dispatch(DepositMoney, { accountId: from, amount: 1_000 });
    await app.commands.dispatch(TransferMoney, { from, to, amount: 300 });
    const toNobody = app.commands.dispatch(TransferMoney, { from, to: randomUUID(), amount: 300 });
    await expect(toNobody).rejects.toThrow(AccountNotOpen);
    expect(await balanceOf(app.eventStore, from)).toBe(700);
    expect(await balanceOf(app.eventStore, to)).toBe(300);
  });

  it('deposits once what is sent twice', async () => {
    const accountId = await openAccount('Ada');
    const once = { commandId: randomUUID() };
    await app.commands.dispatch(DepositMoney, { accountId, amount: 100 }, once);
    await app.commands.dispatch(DepositMoney, { accountId, amount: 100 }, once);
    expect(await balanceOf(app.eventStore, accountId)).toBe(100);
  });
});
