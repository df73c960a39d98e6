import { randomUUID } from 'node:crypto';
import { scenario } from 'annals/testing';
import {
  Account,
  AccountAlreadyOpen,
  AccountNotOpen,
  AccountOpened,
  DepositMoney,
  InsufficientFunds,
  MoneyDeposited,
  MoneyWithdrawn,
  OpenAccount,
  TransferReceived,
  TransferSent,
  WithdrawMoney,
} from '../../src/accounts/index.js';

const accountId = randomUUID();
const other = randomUUID();
const opened = scenario(Account).given(AccountOpened, { owner: 'Ada' });
const withTen = opened.given(MoneyDeposited, { amount: 1_000 });

describe('Account', () => {
  it('is opened once', async () => {
    const command = { accountId, owner: 'Ada' };
    await scenario(Account).when(OpenAccount, command).then(AccountOpened, { owner: 'Ada' });
    await opened.when(OpenAccount, command).thenRejects(AccountAlreadyOpen);
  });

  it('takes money in', async () => {
    await opened.when(DepositMoney, { accountId, amount: 500 }).then(MoneyDeposited, { amount: 500 });
  });

  it('pays out what there is, and not a cent more', async () => {
    await withTen.when(WithdrawMoney, { accountId, amount: 1_000 }).then(MoneyWithdrawn, { amount: 1_000 });
    await withTen.when(WithdrawMoney, { accountId, amount: 1_001 }).thenRejects(InsufficientFunds);
  });

  it('counts what was transferred', async () => {
    const richer = withTen.given(TransferReceived, { from: other, amount: 500 });
    await richer.when(WithdrawMoney, { accountId, amount: 1_500 }).then(MoneyWithdrawn, { amount: 1_500 });
    const poorer = withTen.given(TransferSent, { to: other, amount: 500 });
    await poorer.when(WithdrawMoney, { accountId, amount: 501 }).thenRejects(InsufficientFunds);
  });

  it('does nothing before it is opened', async () => {
    await scenario(Account).when(DepositMoney, { accountId, amount: 1 }).thenRejects(AccountNotOpen);
    await scenario(Account).when(WithdrawMoney, { accountId, amount: 1 }).thenRejects(AccountNotOpen);
  });
});
