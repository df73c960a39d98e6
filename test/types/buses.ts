/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: off -- nested parts of a message are given as plain objects */
import { Query, type Application, type Receipt } from '../../src/index.js';
import { DepositMoney, GetAccount, OpenAccount, type AccountSummary } from '../../examples/bank/src/accounts/index.js';
import { PlaceOrder } from '../support/order.js';

declare const app: Application;
declare const accountId: string;

class CountAccounts extends Query<number> {
  owner?: string;
}

class Note {
  text!: string;
  urgent?: boolean;
  at!: Date;

  words(): number {
    return this.text.split(' ').length;
  }
}

/** `dispatch` takes a class and its properties, or an instance. */
export async function dispatching(): Promise<void> {
  const receipt: Receipt = await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
  void receipt;
  await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' }, { commandId: '1', metadata: { clerk: 'Eve' } });
  await app.commands.dispatch(new OpenAccount());
  await app.commands.dispatch(new OpenAccount(), { commandId: '1' });

  // @ts-expect-error a property is missing
  await app.commands.dispatch(OpenAccount, { accountId });
  // @ts-expect-error all properties are missing
  await app.commands.dispatch(OpenAccount, {});
  // @ts-expect-error there are no properties
  await app.commands.dispatch(OpenAccount);
  // @ts-expect-error options stand in the place of properties
  await app.commands.dispatch(OpenAccount, { commandId: '1' });
  // @ts-expect-error a property of another type
  await app.commands.dispatch(OpenAccount, { accountId, owner: 7 });
  // @ts-expect-error a property that the command does not have
  await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada', amount: 5 });
  // @ts-expect-error the properties of another command
  await app.commands.dispatch(DepositMoney, { accountId, owner: 'Ada' });
  // @ts-expect-error an option that does not exist
  await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' }, { command: '1' });
  // @ts-expect-error an option that does not exist, beside an instance
  await app.commands.dispatch(new OpenAccount(), { owner: 'Ada' });
  // @ts-expect-error a name is no command
  await app.commands.dispatch('account.open', { accountId });
}

/** Properties are the data of a class: optional ones stay optional, methods do not count, nested ones do. */
export async function properties(): Promise<void> {
  await app.commands.dispatch(Note, { text: 'a b', at: new Date() });
  await app.commands.dispatch(Note, { text: 'a b', urgent: true, at: new Date() });
  // @ts-expect-error a Date, not a text
  await app.commands.dispatch(Note, { text: 'a b', at: '2026-01-01' });

  const address = { street: 'a' };
  const lines = [{ product: 'tea', price: 1, labels: [] }];
  await app.commands.dispatch(PlaceOrder, { orderId: '1', address, lines });
  // @ts-expect-error a line without a price
  await app.commands.dispatch(PlaceOrder, { orderId: '1', address, lines: [{ product: 'tea', labels: [] }] });
}

/** `ask` knows the result of the query. */
export async function asking(receipt: Receipt): Promise<void> {
  const account: AccountSummary | null = await app.queries.ask(GetAccount, { accountId }, { after: receipt });
  const count: number = await app.queries.ask(CountAccounts, {}, { after: 7, timeoutMs: 10 });
  const same: number = await app.queries.ask(new CountAccounts());
  await app.queries.ask(CountAccounts, { owner: 'Ada' });
  void [account, count, same];

  // @ts-expect-error another result
  const text: string = await app.queries.ask(CountAccounts, {});
  void text;
  // @ts-expect-error the account may be missing
  const present: AccountSummary = await app.queries.ask(GetAccount, { accountId });
  void present;
  // @ts-expect-error a property is missing
  await app.queries.ask(GetAccount, {});
  // @ts-expect-error there are no properties
  await app.queries.ask(GetAccount);
  // @ts-expect-error options stand in the place of properties
  await app.queries.ask(GetAccount, { after: receipt });
  // @ts-expect-error a property of another type
  await app.queries.ask(GetAccount, { accountId: 7 });
  // @ts-expect-error a property that the query does not have
  await app.queries.ask(GetAccount, { accountId, owner: 'Ada' });
  // @ts-expect-error neither a receipt nor a position
  await app.queries.ask(GetAccount, { accountId }, { after: 'receipt' });
  // @ts-expect-error a command is no query
  await app.queries.ask(OpenAccount, { accountId, owner: 'Ada' });
}
