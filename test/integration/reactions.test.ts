import { IsInt, IsString, Min } from 'class-validator';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  CommandRefused,
  createApplication,
  DeadlineHandler,
  Event,
  EventHandler,
  inMemory,
  ProcessManager,
  Subscriber,
  type Application,
  type Process,
  type RecordedEvent,
  type RefusedCommand,
  type StorageProvider,
} from '../../src/index.js';
import { mongodb } from '../../src/mongodb.js';
import { testDatabase } from '../support/mongo.js';
import { until } from '../support/until.js';
import { startReceiver } from '../unit/webhooks/receiver.js';

@Event('transfer.requested')
class TransferRequested {
  @IsString() transferId!: string;
  @IsInt() amount!: number;
}

@Event('transfer.ended')
class TransferEnded {
  @IsString() transferId!: string;
  @IsString() outcome!: string;
}

@Event('money.withdrawn')
class MoneyWithdrawn {
  @IsString() transferId!: string;
  @IsInt() amount!: number;
}

@Command('transfer.request')
class RequestTransfer {
  @AggregateId() @IsString() transferId!: string;
  @IsInt() @Min(1) amount!: number;
}

@Command('transfer.end')
class EndTransfer {
  @AggregateId() @IsString() transferId!: string;
  @IsString() outcome!: string;
}

@Command('money.withdraw')
class WithdrawMoney {
  @AggregateId() @IsString() accountId!: string;
  @IsString() transferId!: string;
  @IsInt() amount!: number;
}

@Aggregate('transfer')
class Transfer extends AggregateRoot {
  @CommandHandler(RequestTransfer)
  request(command: RequestTransfer) {
    this.apply(TransferRequested, command);
  }
  @CommandHandler(EndTransfer)
  end(command: EndTransfer) {
    this.apply(TransferEnded, command);
  }
}

@Aggregate('account')
class Account extends AggregateRoot {
  @CommandHandler(WithdrawMoney)
  withdraw({ transferId, amount }: WithdrawMoney) {
    if (amount > 100) throw new Error('not so much');
    this.apply(MoneyWithdrawn, { transferId, amount });
  }
}

@ProcessManager('transfers', { correlateBy: 'transferId', startsOn: [TransferRequested] })
class Transfers {
  @EventHandler(TransferRequested)
  requested({ transferId, amount }: TransferRequested, process: Process<{ amount: number }>) {
    process.state = { amount };
    if (amount === 13) process.setDeadline('patience', { after: 50 });
    else process.dispatch(WithdrawMoney, { accountId: 'one', transferId, amount });
  }
  @EventHandler(MoneyWithdrawn)
  withdrawn(_: MoneyWithdrawn, process: Process) {
    process.dispatch(EndTransfer, { transferId: process.id, outcome: 'done' });
    process.complete();
  }
  @DeadlineHandler('patience')
  late(process: Process) {
    process.dispatch(EndTransfer, { transferId: process.id, outcome: 'too late' });
    process.complete();
  }
  @CommandRefused(WithdrawMoney)
  refused(refusal: RefusedCommand, process: Process) {
    process.dispatch(EndTransfer, { transferId: process.id, outcome: refusal.message });
    process.complete();
  }
}

const ended: RecordedEvent[] = [];

@Subscriber('bookkeeper')
class Bookkeeper {
  @EventHandler(TransferEnded)
  ended(_: TransferEnded, recorded: RecordedEvent) {
    ended.push(recorded);
  }
}

const components = [Transfer, Account, Transfers, Bookkeeper];
const { uri, database } = testDatabase();

const stores: Record<string, StorageProvider> = {
  'in memory': inMemory(),
  'on MongoDB': mongodb({ uri, database }),
};

describe.each(Object.keys(stores))('an application %s', (name) => {
  let app: Application;

  beforeEach(async () => {
    ended.length = 0;
    app = await createApplication({ components, store: stores[name]!, logger: { warn: () => undefined } });
  });
  afterEach(() => app.close());

  const outcome = async (transferId: string) => {
    await until(() => ended.some(({ streamId }) => streamId === `transfer-${transferId}`));
    return ended.find(({ streamId }) => streamId === `transfer-${transferId}`);
  };

  it('runs a process to its end, whatever happens', async () => {
    const { events } = await app.commands.dispatch(
      RequestTransfer,
      { transferId: 'a', amount: 5 },
      { correlationId: 'c' },
    );
    expect((await outcome('a'))?.data).toEqual({ transferId: 'a', outcome: 'done' });
    await app.commands.dispatch(RequestTransfer, { transferId: 'b', amount: 500 });
    expect((await outcome('b'))?.data).toMatchObject({ outcome: 'not so much' });
    await app.commands.dispatch(RequestTransfer, { transferId: 'c', amount: 13 });
    expect((await outcome('c'))?.data).toMatchObject({ outcome: 'too late' });
    expect(ended).toHaveLength(3);
    // What happened is tied to what it came from.
    const page = await app.eventStore.queryEvents({ correlationId: 'c', direction: 'forwards' });
    expect(page.events.map(({ type }) => type)).toEqual(['transfer.requested', 'money.withdrawn', 'transfer.ended']);
    expect(events[0]?.eventId).toBe(page.events[0]?.eventId);
    await until(async () => (await app.status()).due.every(({ active, overdue }) => active + overdue === 0));
    const status = await app.status();
    expect(status).toMatchObject({ isHealthy: true, due: [{ name: 'transfers', dead: 0 }, { name: 'commands' }] });
    expect(status.subscriptions.map(({ id }) => id)).toEqual(['process-manager/transfers', 'subscriber/bookkeeper']);
  });

  it('sends a scheduled command once, and forgets one that is cancelled', async () => {
    const at = new Date(Date.now() + 30);
    const scheduled = await app.commands.schedule(EndTransfer, { transferId: 'later', outcome: 'scheduled' }, { at });
    const far = { at: new Date('2100-01-01'), commandId: `${name} far` };
    await app.commands.schedule(EndTransfer, { transferId: 'never', outcome: 'never' }, far);
    expect(scheduled.at).toEqual(at);
    expect(await app.commands.listScheduled()).toHaveLength(2);
    expect(await app.commands.cancelScheduled(far.commandId)).toBe(true);
    expect((await outcome('later'))?.data).toMatchObject({ outcome: 'scheduled' });
    await until(async () => (await app.commands.listScheduled()).length === 0);
    await expect(app.commands.schedule(RequestTransfer, { transferId: 'x', amount: 0 }, { at })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    await expect(
      app.commands.schedule(RequestTransfer, { transferId: 'x', amount: 1 }, undefined as never),
    ).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  it('lists a scheduled command that is refused as a dead letter, and sends it again when asked', async () => {
    const properties = { accountId: 'two', transferId: 'y', amount: 101 };
    const { id } = await app.commands.schedule(WithdrawMoney, properties, {
      at: new Date(0),
      commandId: `${name} bad`,
    });
    await until(async () => ((await app.commands.listScheduled())[0]?.failedAttempts ?? 0) > 0);
    const [waiting] = await app.commands.listScheduled();
    expect(waiting).toMatchObject({ id, type: 'money.withdraw', properties });
    expect(waiting?.nextAttemptAt).toBeInstanceOf(Date);
    await expect(app.deadLetters.retry(`schedule/commands#none`)).rejects.toMatchObject({
      code: 'UNKNOWN_DEAD_LETTER',
    });
    await app.deadLetters.discard(`schedule/commands#${id}`);
    expect(await app.commands.listScheduled()).toEqual([]);
  });

  it('delivers events to a webhook that was subscribed at any time', async () => {
    const target = await startReceiver();
    try {
      await app.webhooks.subscribe('transfer.ended', target.url, { name: 'books', allowPrivateNetwork: true });
      await app.commands.dispatch(EndTransfer, { transferId: 'hooked', outcome: 'told' });
      await until(() => target.received.length === 1);
      expect(target.received[0]?.body).toContain('"told"');
      expect((await app.status()).subscriptions.map(({ id }) => id)).toContain('webhook/books');
      await app.webhooks.pause('books');
      expect(await app.status()).toMatchObject({ isHealthy: true });
      await app.webhooks.remove('books');
      expect((await app.status()).subscriptions.map(({ id }) => id)).not.toContain('webhook/books');
    } finally {
      await target.close();
    }
  });
});
