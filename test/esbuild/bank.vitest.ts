import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { createApplication, inMemory, ValidationError, type Application } from 'annals';
import { scenario } from 'annals/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Account,
  AccountOpened,
  DepositMoney,
  GetAccount,
  GetAccountHandler,
  InsufficientFunds,
  MoneyDeposited,
  OpenAccount,
  WithdrawMoney,
} from '../../examples/bank/src/accounts/index.js';
import * as bank from '../../examples/bank/src/components.js';
import { TransferMoney, TransferMoneyHandler } from '../../examples/bank/src/transfers/index.js';

/** esbuild and its relatives leave out the `design:*` metadata of decorators. */
describe('where no decorator metadata is emitted', () => {
  const [ada, grace] = [randomUUID(), randomUUID()];
  let app: Application;

  beforeEach(async () => {
    app = await createApplication({ components: [bank], store: inMemory() });
  });

  afterEach(() => app.close());

  it('is really absent here, from properties, methods and constructors', () => {
    const metadata = [
      Reflect.getMetadata('design:type', OpenAccount.prototype, 'owner'),
      Reflect.getMetadata('design:type', AccountOpened.prototype, 'owner'),
      Reflect.getMetadata('design:paramtypes', Account.prototype, 'open'),
      Reflect.getMetadata('design:paramtypes', TransferMoneyHandler),
      Reflect.getMetadata('design:paramtypes', GetAccountHandler),
    ] as unknown[];
    expect(metadata).toEqual(Array(5).fill(undefined));
  });

  it('runs the bank: commands, a handler with what it has injected, projections and queries', async () => {
    await app.commands.dispatch(OpenAccount, { accountId: ada, owner: 'Ada' });
    await app.commands.dispatch(OpenAccount, { accountId: grace, owner: 'Grace' });
    await app.commands.dispatch(DepositMoney, { accountId: ada, amount: 10 });
    const after = await app.commands.dispatch(TransferMoney, { from: ada, to: grace, amount: 4 });
    const accounts = await Promise.all(
      [ada, grace].map((accountId) => app.queries.ask(GetAccount, { accountId }, { after })),
    );
    expect(accounts).toEqual([
      { owner: 'Ada', balance: 6, movements: 2 },
      { owner: 'Grace', balance: 4, movements: 1 },
    ]);
  });

  it('checks messages, and passes on what refuses them', async () => {
    await app.commands.dispatch(OpenAccount, { accountId: ada, owner: 'Ada' });
    const wrong = app.commands.dispatch(DepositMoney, { accountId: 'x', amount: 0.5 });
    await expect(wrong).rejects.toBeInstanceOf(ValidationError);
    await expect(wrong).rejects.toMatchObject({ issues: [{ path: 'accountId' }, { path: 'amount' }] });
    const overdraft = app.commands.dispatch(WithdrawMoney, { accountId: ada, amount: 1 });
    await expect(overdraft).rejects.toBeInstanceOf(InsufficientFunds);
  });

  it('runs scenarios', async () => {
    await scenario(Account)
      .given(AccountOpened, { owner: 'Ada' })
      .when(DepositMoney, { accountId: ada, amount: 5 })
      .then(MoneyDeposited, { amount: 5 });
  });
});

describe('tsx', () => {
  it('runs the bank', async () => {
    const script = `
      import { createApplication, inMemory } from 'annals';
      import { GetAccount, OpenAccount } from './examples/bank/src/accounts/index.js';
      import * as bank from './examples/bank/src/components.js';
      const accountId = '${randomUUID()}';
      const app = await createApplication({ components: [bank], store: inMemory() });
      const after = await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
      console.log(JSON.stringify(await app.queries.ask(GetAccount, { accountId }, { after })));
      console.log(Reflect.getMetadata('design:type', OpenAccount.prototype, 'owner') === undefined);
      await app.close();`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout.trim().split('\n')).toEqual(['{"owner":"Ada","balance":0,"movements":0}', 'true']);
  }, 60_000);
});
