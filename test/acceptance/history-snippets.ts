import { randomUUID } from 'node:crypto';
import {
  Aggregate,
  AggregateRoot,
  createApplication,
  Event,
  EventHandler,
  Upcaster,
  upcaster,
  type Application,
  type RecordedEvent,
} from 'annals';
import { mongodb } from 'annals/mongodb';
import { IsString } from 'class-validator';
import {
  Account,
  AccountSummaries,
  DepositMoney,
  OpenAccount,
  type AccountSummary,
} from '../../examples/bank/accounts/index.js';
import { bank } from '../../examples/bank/bank.js';

/** The code of docs/history.md, line by line. */

async function lookingIntoThePast(app: Application, accountId: string): Promise<unknown[]> {
  const newYear = new Date('2026-01-01');
  const asItWas = await app.repository.load(Account, accountId, { asOf: newYear });
  const afterThree = await app.repository.load(Account, accountId, { atPosition: 2 });
  const until = await app.eventStore.readStream(`account-${accountId}`, { asOf: newYear });

  const then = await app.projections.preview<AccountSummary>(AccountSummaries, { asOf: newYear });
  const richest = await then.find({ sort: { balance: 'desc' }, limit: 10 });
  await then.close(); // or: await using then = …

  return [asItWas.isNew, afterThree.streamVersion, until.length, richest.length];
}

async function askingTheLog(app: Application, correlationId: string): Promise<unknown[]> {
  const newest = await app.eventStore.queryEvents({ types: ['money.*'], maxCount: 50 });
  const next = newest.next ?? -1; // null at the end
  const older = await app.eventStore.queryEvents({ types: ['money.*'], maxCount: 50, after: next });
  const together = await app.eventStore.queryEvents({ correlationId, direction: 'forwards' });
  const accounts = await app.eventStore.queryEvents({ streamPrefix: 'account-', createdFrom: new Date('2026-01-01') });

  return [newest.events.length, older.events.length, together.events.length, accounts.events.length];
}

@Event('customer.named', { version: 3 })
class CustomerNamed {
  @IsString() firstName!: string;
  @IsString() lastName!: string;
  @IsString() language!: string;
}

@Upcaster('customer.named', { from: 1, to: 2 }) // a class, with constructor injection
class SplitName {
  upcast({ data }: RecordedEvent<{ name: string }>) {
    const [firstName = '', lastName = ''] = data.name.split(' ');
    return { data: { firstName, lastName } };
  }
}

const addLanguage = upcaster('customer.named', { from: 2, to: 3 }, ({ data }) => ({
  data: { ...data, language: 'en' },
}));

class Address {
  constructor(
    readonly street: string,
    readonly since: Date,
  ) {}
}

@Aggregate('customer', { snapshot: { every: 100, version: 1, classes: [Address] } })
class Customer extends AggregateRoot {
  private addresses = new Map<string, Address>();
  private name = '';

  @EventHandler(CustomerNamed)
  protected onNamed(event: CustomerNamed) {
    this.name = `${event.firstName} ${event.lastName}`;
    this.addresses.set('home', new Address('unknown', new Date(0)));
  }

  get greeting(): string {
    return `Dear ${this.name}`;
  }
}

/** Runs the code above on a real database. */
export async function history(server: { uri: string; database: string }): Promise<Record<string, unknown>> {
  const app = await createApplication({
    components: [...bank, Customer, CustomerNamed, SplitName, addLanguage],
    store: mongodb(server),
  });
  try {
    const accountId = randomUUID();
    const correlationId = randomUUID();
    await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' }, { correlationId });
    for (const amount of [1, 2, 3]) {
      await app.commands.dispatch(DepositMoney, { accountId, amount }, { correlationId });
    }
    await app.eventStore.appendToStream('customer-1', [{ type: 'customer.named', data: { name: 'Ada Lovelace' } }]);
    return {
      past: await lookingIntoThePast(app, accountId),
      log: await askingTheLog(app, correlationId),
      greeting: (await app.repository.load(Customer, '1')).greeting,
    };
  } finally {
    await app.close();
  }
}
