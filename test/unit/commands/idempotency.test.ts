import { randomUUID } from 'node:crypto';
import { decider, createEvent, AggregateId, Command, Event, inMemory, type Receipt } from '../../../src/index.js';
import { AccountAlreadyOpen, DepositMoney, OpenAccount } from '../../../examples/bank/src/accounts/index.js';
import { balanceOf } from '../../../examples/bank/src/accounts/balance.js';
import * as bank from '../../../examples/bank/src/components.js';
import { TransferMoney } from '../../../examples/bank/src/transfers/index.js';
import { applications } from '../../support/applications.js';
import { errorOf } from '../../support/errors.js';
import { latch } from '../../support/latch.js';
import { storageWith, withMethods } from '../../support/storage.js';

const accountId = randomUUID();
const other = randomUUID();
const owner = 'Ada';
const start = applications();

@Event('bell.rung')
class BellRung {}

@Command('bell.ring')
class RingBell {
  @AggregateId() bellId!: string;
}

/** A command of very many events. */
const bell = decider({
  name: 'bell',
  commands: [RingBell],
  events: [BellRung],
  initialState: () => null,
  decide: () => Array.from({ length: 300 }, () => createEvent(BellRung, {})),
  evolve: (state) => state,
});

/** Rings once. */
const silentBell = decider({
  name: 'bell',
  commands: [RingBell],
  events: [BellRung],
  initialState: () => false,
  decide: (_, hasRung) => (hasRung ? [] : createEvent(BellRung, {})),
  evolve: () => true,
});

describe('the same commandId again', () => {
  it('gives the first receipt and changes nothing', async () => {
    const app = await start({ components: [bank] });
    await app.commands.dispatch(OpenAccount, { accountId, owner });
    const deposit = () => app.commands.dispatch(DepositMoney, { accountId, amount: 5 }, { commandId: 'deposit 1' });
    const first = await deposit();
    await app.commands.dispatch(DepositMoney, { accountId, amount: 7 });
    expect(await deposit()).toEqual(first);
    expect(await balanceOf(app.eventStore, accountId)).toBe(12);
  });

  it('gives it although the state would refuse the command now', async () => {
    const app = await start({ components: [bank] });
    const open = () => app.commands.dispatch(OpenAccount, { accountId, owner }, { commandId: 'open 1' });
    const first = await open();
    expect(await open()).toEqual(first);
    expect(await errorOf(app.commands.dispatch(OpenAccount, { accountId, owner }))).toBeInstanceOf(AccountAlreadyOpen);
  });

  it('gives it although the command would do nothing now', async () => {
    const app = await start({ components: [silentBell] });
    const ring = () => app.commands.dispatch(RingBell, { bellId: '1' }, { commandId: 'ring' });
    const first = await ring();
    expect(first.events).toHaveLength(1);
    expect(await ring()).toEqual(first);
    expect((await app.commands.dispatch(RingBell, { bellId: '1' }, { commandId: 'ring again' })).events).toEqual([]);
  });

  it('gives it in another process, after a restart', async () => {
    const store = inMemory();
    const options = { commandId: 'open 1' };
    const earlier = await start({ components: [bank], store });
    const first = await earlier.commands.dispatch(OpenAccount, { accountId, owner }, options);
    await earlier.close();
    const later = await start({ components: [bank], store });
    expect(await later.commands.dispatch(OpenAccount, { accountId, owner }, options)).toEqual(first);
  });

  it('gives it for a command over several streams', async () => {
    const app = await start({ components: [bank] });
    await app.commands.dispatch(OpenAccount, { accountId: other, owner });
    await app.commands.dispatch(OpenAccount, { accountId, owner });
    await app.commands.dispatch(DepositMoney, { accountId, amount: 5 });
    const transfer = () =>
      app.commands.dispatch(TransferMoney, { from: accountId, to: other, amount: 5 }, { commandId: 'transfer 1' });
    const first = await transfer();
    expect(await transfer()).toEqual(first);
    expect([await balanceOf(app.eventStore, accountId), await balanceOf(app.eventStore, other)]).toEqual([0, 5]);
  });

  it('gives it for a command of many events', async () => {
    const app = await start({ components: [bell] });
    const ring = () => app.commands.dispatch(RingBell, { bellId: '1' }, { commandId: 'ring' });
    const first = await ring();
    expect(first.events).toHaveLength(300);
    expect(await ring()).toEqual(first);
    expect(await app.eventStore.headPosition()).toBe(299);
  });

  it('counts twins at the same moment once', async () => {
    const app = await start({ components: [bank] });
    await app.commands.dispatch(OpenAccount, { accountId, owner });
    const twins = await Promise.all(
      Array.from({ length: 5 }, () =>
        app.commands.dispatch(DepositMoney, { accountId, amount: 5 }, { commandId: 'deposit 1' }),
      ),
    );
    for (const twin of twins) expect(twin).toEqual(twins[0]);
    expect(await balanceOf(app.eventStore, accountId)).toBe(5);
  });

  it('counts once when the twin is stored just after it has decided', async () => {
    const arrived = latch();
    const gate = latch();
    let calls = 0;
    const store = storageWith(({ eventStore }) => ({
      eventStore: withMethods(eventStore, {
        appendToStream: async (...args: Parameters<typeof eventStore.appendToStream>) => {
          if (calls++ === 0) {
            arrived.open();
            await gate.opened;
          }
          return eventStore.appendToStream(...args);
        },
      }),
    }));
    const app = await start({ components: [bank], store });
    const open = (): Promise<Receipt> =>
      app.commands.dispatch(OpenAccount, { accountId, owner }, { commandId: 'open 1' });
    const held = open();
    await arrived.opened;
    const twin = await open();
    gate.open();
    expect(await held).toEqual(twin);
    expect(await app.eventStore.headPosition()).toBe(0);
  });

  it('does not hide what refused the first one: nothing was stored then', async () => {
    const app = await start({ components: [bank] });
    const options = { commandId: 'deposit 1' };
    await errorOf(app.commands.dispatch(DepositMoney, { accountId, amount: 5 }, options));
    await app.commands.dispatch(OpenAccount, { accountId, owner });
    expect((await app.commands.dispatch(DepositMoney, { accountId, amount: 5 }, options)).streamVersion).toBe(1);
  });
});

describe('another commandId', () => {
  it('is another command', async () => {
    const app = await start({ components: [bank] });
    await app.commands.dispatch(OpenAccount, { accountId, owner });
    for (const commandId of ['1', '2', '1#0', '1#1']) {
      await app.commands.dispatch(DepositMoney, { accountId, amount: 5 }, { commandId });
    }
    expect(await balanceOf(app.eventStore, accountId)).toBe(20);
  });
});
