import { MongoEventStore } from 'annals/mongodb';
import { scenario } from 'annals/testing';
import type { RecordedEvent } from 'annals';
import {
  Account,
  AccountOpened,
  MoneyDeposited,
  MoneyWithdrawn,
  WithdrawMoney,
} from '../../examples/bank/accounts/index.js';

/** The README's code under 'Testing a domain', line by line. */
export async function testingADomain(accountId: string): Promise<void> {
  await scenario(Account)
    .given(AccountOpened, { owner: 'Ada' })
    .given(MoneyDeposited, { amount: 10 })
    .when(WithdrawMoney, { accountId, amount: 5 })
    .then(MoneyWithdrawn, { amount: 5 });
}

/** The README's code under 'Only the event store', line by line. */
export async function onlyTheEventStore(uri: string, database: string): Promise<readonly RecordedEvent[]> {
  const store = await MongoEventStore.connect({ uri, database }); // or new InMemoryEventStore()
  const placed = { type: 'order.placed', data: { total: 950 } };
  await store.appendToStream('order-123', [placed], { expectedStreamVersion: 'no_stream' });
  const events = await store.readStream('order-123', { asOf: new Date() });
  await store.close();
  return events;
}
