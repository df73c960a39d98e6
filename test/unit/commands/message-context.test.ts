import { randomUUID } from 'node:crypto';
import {
  AggregateId,
  Command,
  CommandHandler,
  currentMessage,
  Query,
  QueryHandler,
  type Application,
  type MessageContext,
  type MessageEnvelope,
  type Middleware,
  type RecordedEvent,
} from '../../../src/index.js';
import { DepositMoney, OpenAccount } from '../../../examples/bank/src/accounts/index.js';
import * as bank from '../../../examples/bank/src/components.js';
import { TransferMoney } from '../../../examples/bank/src/transfers/index.js';
import { annalsErrorOf } from '../../support/errors.js';
import { applications } from '../../support/applications.js';

const accountId = randomUUID();
let app: Application;

@Command('gift.give')
class GiveGift {
  @AggregateId() accountId!: string;
}

/** A handler that sends further commands and asks. */
@CommandHandler(GiveGift)
class GiveGiftHandler {
  async execute(command: GiveGift) {
    await Promise.resolve();
    await app.commands.dispatch(OpenAccount, { accountId: command.accountId, owner: 'Ada' });
    await app.commands.dispatch(
      DepositMoney,
      { accountId: command.accountId, amount: 5 },
      { metadata: { reason: 'gift' } },
    );
    await app.queries.ask(WhereAmI, {});
  }
}

class WhereAmI extends Query<MessageContext | undefined> {}

@QueryHandler(WhereAmI)
class WhereAmIHandler {
  async execute() {
    await Promise.resolve();
    return currentMessage();
  }
}

const start = applications();
let envelopes: MessageEnvelope[];

const recording: Middleware = async (envelope, next) => {
  envelopes.push(envelope);
  return next();
};

beforeEach(async () => {
  envelopes = [];
  app = await start({ components: [bank, GiveGiftHandler, WhereAmIHandler], middleware: [recording] });
});

async function storedEvents(): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of app.eventStore.readAll()) events.push(event);
  return events;
}

describe('what is known about a command', () => {
  it('is stored with each of its events', async () => {
    await app.commands.dispatch(
      OpenAccount,
      { accountId, owner: 'Ada' },
      {
        commandId: 'open 1',
        correlationId: 'visit 7',
        metadata: { clerk: 'Eve', desk: { number: 3 } },
      },
    );
    const [event] = await storedEvents();
    expect(event?.metadata).toEqual({
      clerk: 'Eve',
      desk: { number: 3 },
      correlationId: 'visit 7',
      causationId: 'open 1',
    });
  });

  it('is made where the caller says nothing, anew for each command', async () => {
    await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
    await app.commands.dispatch(DepositMoney, { accountId, amount: 5 });
    const ids = (await storedEvents()).flatMap(({ metadata }) => [metadata.correlationId, metadata.causationId]);
    expect(ids).toEqual(Array(4).fill(expect.stringMatching(/^[0-9a-f-]{36}$/)));
    expect(new Set(ids).size).toBe(4);
  });

  it('is the same for all events of one command', async () => {
    const to = randomUUID();
    await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
    await app.commands.dispatch(OpenAccount, { accountId: to, owner: 'Grace' });
    await app.commands.dispatch(DepositMoney, { accountId, amount: 5 });
    const { events } = await app.commands.dispatch(
      TransferMoney,
      { from: accountId, to, amount: 5 },
      { metadata: { clerk: 'Eve' } },
    );
    expect(events[0]?.metadata).toEqual(events[1]?.metadata);
    expect(events[0]?.metadata).toMatchObject({ clerk: 'Eve' });
  });

  it('flows to what its handler sends and asks, which it is the cause of', async () => {
    await app.commands.dispatch(GiveGift, { accountId }, { commandId: 'gift 1', metadata: { clerk: 'Eve' } });
    const [give, open, deposit, ask] = envelopes;
    expect(give).toMatchObject({ type: 'gift.give', messageId: 'gift 1', causationId: undefined });
    for (const further of [open, deposit, ask]) {
      expect(further).toMatchObject({ correlationId: give?.correlationId, causationId: 'gift 1' });
    }
    expect(ask).toMatchObject({ kind: 'query', metadata: { clerk: 'Eve' } });
    const [opened, deposited] = await storedEvents();
    expect(opened?.metadata).toEqual({
      clerk: 'Eve',
      correlationId: give?.correlationId,
      causationId: open?.messageId,
    });
    expect(deposited?.metadata).toMatchObject({ clerk: 'Eve', reason: 'gift', causationId: deposit?.messageId });
  });

  it('does not reach another command at the same time, nor what comes afterwards', async () => {
    await Promise.all(
      ['Eve', 'Mallory'].map((clerk) =>
        app.commands.dispatch(GiveGift, { accountId: randomUUID() }, { metadata: { clerk } }),
      ),
    );
    const clerks = new Map((await storedEvents()).map(({ streamId, metadata }) => [streamId, metadata.clerk]));
    expect([...clerks.values()].toSorted()).toEqual(['Eve', 'Mallory']);
    for (const { streamId, metadata } of await storedEvents()) expect(metadata.clerk).toBe(clerks.get(streamId));
    expect(currentMessage()).toBeUndefined();
  });

  it('is at hand in a handler', async () => {
    const context = await app.queries.ask(WhereAmI, {}, { metadata: { clerk: 'Eve' } });
    expect(context).toMatchObject({
      messageId: envelopes[0]?.messageId,
      correlationId: envelopes[0]?.correlationId,
      metadata: { clerk: 'Eve' },
    });
  });

  it('cannot take the place of what the framework says', async () => {
    await app.commands.dispatch(
      OpenAccount,
      { accountId, owner: 'Ada' },
      {
        metadata: { correlationId: 'false', causationId: 'false', schemaVersion: 9 },
      },
    );
    const [event] = await storedEvents();
    expect(event?.metadata).toEqual({
      correlationId: envelopes[0]?.correlationId,
      causationId: envelopes[0]?.messageId,
    });
  });

  it.each(['text', new Map([['who', 'Eve']]), [1], new Date(0), null])(
    'is refused unless it is plain: %p',
    async (metadata) => {
      const error = await annalsErrorOf(
        app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' }, { metadata: metadata as never }),
      );
      expect(error.code).toBe('INVALID_OPTION');
      expect(await storedEvents()).toEqual([]);
    },
  );
});
