import { randomUUID } from 'node:crypto';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  Event,
  EventHandler,
} from '../../../src/index.js';
import {
  AccountAlreadyOpen,
  DepositMoney,
  InsufficientFunds,
  OpenAccount,
  WithdrawMoney,
} from '../../../examples/bank/src/accounts/index.js';
import * as bank from '../../../examples/bank/src/components.js';
import { TransferMoney } from '../../../examples/bank/src/transfers/index.js';
import { applications } from '../../support/applications.js';
import { annalsErrorOf, errorOf } from '../../support/errors.js';
import { PlaceOrder } from '../../support/order.js';

@Event('door.opened')
class DoorOpened {}

@Command('door.open')
class OpenDoor {
  @AggregateId() doorId!: string;
}

@Command('door.look-at')
class LookAtDoor {
  @AggregateId() doorId!: string;
}

@Aggregate('door')
class Door extends AggregateRoot {
  @CommandHandler(OpenDoor)
  open() {
    this.apply(DoorOpened, {});
  }

  @CommandHandler(LookAtDoor)
  look() {
    // Nothing happens.
  }
}

@Aggregate('known-door')
class KnownDoor extends Door {
  @EventHandler(DoorOpened)
  protected opened() {
    // It need not change.
  }
}

const accountId = randomUUID();
const start = applications();

describe('dispatch', () => {
  it('answers with a receipt: stream, version, position and the events as they are stored', async () => {
    const app = await start({ components: [bank] });
    const opened = await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
    const deposited = await app.commands.dispatch(DepositMoney, { accountId, amount: 5 });
    const streamId = `account-${accountId}`;
    expect(opened).toEqual({ streamId, streamVersion: 0, globalPosition: 0, attempts: 1, events: expect.any(Array) });
    expect(deposited).toMatchObject({ streamId, streamVersion: 1, globalPosition: 1, attempts: 1 });
    expect([...opened.events, ...deposited.events]).toEqual(await app.eventStore.readStream(streamId));
    expect(deposited.events).toMatchObject([{ type: 'money.deposited', data: { amount: 5 }, streamPosition: 1 }]);
  });

  it('takes an instance, too', async () => {
    const app = await start({ components: [bank] });
    const command = Object.assign(new OpenAccount(), { accountId, owner: 'Ada' });
    expect((await app.commands.dispatch(command, { metadata: { clerk: 'Eve' } })).events).toMatchObject([
      { type: 'account.opened', data: { owner: 'Ada' }, metadata: { clerk: 'Eve' } },
    ]);
  });

  it('answers with where it stands when nothing happens', async () => {
    const app = await start({ components: [KnownDoor] });
    expect(await app.commands.dispatch(LookAtDoor, { doorId: '1' })).toEqual({
      streamId: 'known-door-1',
      streamVersion: -1,
      globalPosition: -1,
      events: [],
      attempts: 1,
    });
    await app.commands.dispatch(OpenDoor, { doorId: '2' });
    await app.commands.dispatch(OpenDoor, { doorId: '1' });
    await app.commands.dispatch(OpenDoor, { doorId: '2' });
    expect(await app.commands.dispatch(LookAtDoor, { doorId: '1' })).toMatchObject({
      streamVersion: 0,
      globalPosition: 1,
    });
  });

  it('passes on what a handler throws, unchanged, and stores nothing', async () => {
    const app = await start({ components: [bank] });
    await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
    const refused = await errorOf(app.commands.dispatch(WithdrawMoney, { accountId, amount: 1 }));
    expect(refused).toBeInstanceOf(InsufficientFunds);
    expect(refused).toMatchObject({ balance: 0, wanted: 1 });
    expect(await errorOf(app.commands.dispatch(OpenAccount, { accountId, owner: 'Eve' }))).toBeInstanceOf(
      AccountAlreadyOpen,
    );
    expect(await app.eventStore.headPosition()).toBe(0);
  });

  it('stores a transfer on both accounts or on none', async () => {
    const app = await start({ components: [bank] });
    const to = randomUUID();
    await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
    await app.commands.dispatch(DepositMoney, { accountId, amount: 10 });
    await errorOf(app.commands.dispatch(TransferMoney, { from: accountId, to, amount: 4 })); // it is not open
    expect(await app.eventStore.headPosition()).toBe(1);

    await app.commands.dispatch(OpenAccount, { accountId: to, owner: 'Grace' });
    const receipt = await app.commands.dispatch(TransferMoney, { from: accountId, to, amount: 4 });
    expect(receipt).toMatchObject({
      streamId: `account-${accountId}`,
      streamVersion: 2,
      globalPosition: 4,
      attempts: 1,
    });
    expect(receipt.events.map(({ type, streamId }) => [type, streamId])).toEqual([
      ['transfer.sent', `account-${accountId}`],
      ['transfer.received', `account-${to}`],
    ]);
  });
});

describe('dispatch of something wrong', () => {
  it.each<[string, readonly unknown[], string]>([
    ['a class without @Command', [class Nameless {}, {}], 'UNKNOWN_COMMAND'],
    ['an event', [DoorOpened, {}], 'UNKNOWN_COMMAND'],
    ['a name', ['door.open', { doorId: '1' }], 'UNKNOWN_COMMAND'],
    ['undefined', [undefined], 'UNKNOWN_COMMAND'],
    ['null', [null, {}], 'UNKNOWN_COMMAND'],
    ['a number', [7], 'UNKNOWN_COMMAND'],
    ['plain properties', [{ doorId: '1' }], 'UNKNOWN_COMMAND'],
    ['an object without a prototype', [Object.create(null)], 'UNKNOWN_COMMAND'],
    ['a command that nothing handles', [PlaceOrder, {}], 'HANDLER_MISSING'],
    ['no properties', [OpenDoor], 'VALIDATION_FAILED'],
    ['an array of properties', [OpenDoor, []], 'VALIDATION_FAILED'],
    ['an unknown property', [OpenDoor, { doorId: '1', force: true }], 'VALIDATION_FAILED'],
    ['no aggregate id', [OpenDoor, {}], 'VALIDATION_FAILED'],
    ['an empty aggregate id', [OpenDoor, { doorId: '' }], 'VALIDATION_FAILED'],
    ['an aggregate id that is no string', [OpenDoor, { doorId: { $gt: '' } }], 'VALIDATION_FAILED'],
    ['an aggregate id with NUL', [OpenDoor, { doorId: 'a\0b' }], 'INVALID_STREAM_ID'],
    ['an aggregate id over 512 bytes', [OpenDoor, { doorId: 'ä'.repeat(260) }], 'INVALID_STREAM_ID'],
    ['an empty commandId', [OpenDoor, { doorId: '1' }, { commandId: '' }], 'INVALID_COMMAND_ID'],
    ['a commandId that is too long', [OpenDoor, { doorId: '1' }, { commandId: 'a'.repeat(201) }], 'INVALID_COMMAND_ID'],
    ['a commandId that is no string', [OpenDoor, { doorId: '1' }, { commandId: 7 }], 'INVALID_COMMAND_ID'],
    ['metadata that cannot be stored', [OpenDoor, { doorId: '1' }, { metadata: { f: () => 1 } }], 'UNSTORABLE_DATA'],
  ])('refuses %s with one clear error, and stores nothing', async (_, args, code) => {
    const app = await start({ components: [KnownDoor] });
    const dispatch = app.commands.dispatch.bind(app.commands) as unknown as (...args: unknown[]) => Promise<unknown>;
    expect((await annalsErrorOf(dispatch(...args))).code).toBe(code);
    expect(await app.eventStore.headPosition()).toBe(-1);
  });

  it('says what to do about a command that nothing handles', async () => {
    const app = await start({ components: [KnownDoor] });
    const { message } = await annalsErrorOf(app.commands.dispatch(PlaceOrder, {} as never));
    expect(message).toMatch(/'order\.place' \(PlaceOrder\).*@CommandHandler\(PlaceOrder\)/);
  });

  it('names the property of a missing aggregate id, and the aggregate', async () => {
    const app = await start({ components: [KnownDoor] });
    const error = await annalsErrorOf(app.commands.dispatch(OpenDoor, { doorId: '' }));
    expect(error).toMatchObject({ messageType: 'door.open', issues: [{ path: 'doorId' }] });
    expect(error.message).toContain('KnownDoor');
  });

  it('does not store an event whose class is not registered, for nobody could read it again', async () => {
    const app = await start({ components: [Door] });
    const error = await annalsErrorOf(app.commands.dispatch(OpenDoor, { doorId: '1' }));
    expect(error.code).toBe('UNKNOWN_EVENT_TYPE');
    expect(error.message).toMatch(/Door applied.*'door\.opened'.*nothing was stored/);
    expect(await app.eventStore.headPosition()).toBe(-1);

    const complete = await start({ components: [Door, DoorOpened] });
    expect((await complete.commands.dispatch(OpenDoor, { doorId: '1' })).streamVersion).toBe(0);
  });

  it('does not decide on a stream with events that it cannot read', async () => {
    const app = await start({ components: [KnownDoor] });
    await app.eventStore.appendToStream('known-door-1', [{ type: 'door.bricked-up' }]);
    const error = await annalsErrorOf(app.commands.dispatch(OpenDoor, { doorId: '1' }));
    expect(error.code).toBe('UNKNOWN_EVENT_TYPE');
    expect(error.message).toContain('door.bricked-up');
    expect(await app.eventStore.headPosition()).toBe(0);
  });
});
