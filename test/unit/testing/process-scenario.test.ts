import { AssertionError } from 'node:assert';
import { EventHandler } from '../../../src/index.js';
import { ProcessManager, type Process } from '../../../src/process-managers/index.js';
import { scenario } from '../../../src/testing.js';
import { annalsErrorOf, errorOf } from '../../support/errors.js';
import {
  Deposited,
  DepositMoney,
  EndTransfer,
  NotifyOwner,
  TransferProcess,
  TransferRequested,
  Withdrawn,
  WithdrawMoney,
} from '../process-managers/transfer.js';

const transferId = 't';
const requested = { transferId, from: 'a', amount: 5 };
const begun = scenario(TransferProcess).given(TransferRequested, requested);
const paid = begun.given(Withdrawn, { transferId });

class InsufficientFunds extends Error {}

async function failureOf(expectation: Promise<void>): Promise<AssertionError> {
  const error = await errorOf(expectation);
  if (error instanceof AssertionError) return error;
  throw error;
}

it('passes when exactly these commands are sent, in this order', async () => {
  const when = scenario(TransferProcess).when(TransferRequested, requested);
  await when.thenCommands([WithdrawMoney, { accountId: 'a', amount: 5 }]);
  await when.thenState({ from: 'a', amount: 5, steps: ['transfer.requested'] });
  await when.thenDeadline('payment', { minutes: 30 });
  await begun
    .when(Withdrawn, { transferId })
    .thenCommands([DepositMoney, { accountId: 'bank', amount: 5 }], [NotifyOwner, { accountId: 'a' }]);
  await paid.when(Deposited, { transferId }).thenCompleted();
  await paid.when(Deposited, { transferId }).thenNoDeadlines();
});

it('lets time pass: deadlines fire in order, from their own time', async () => {
  await begun.whenTimePasses({ minutes: 29, seconds: 59 }).thenNoCommands();
  await begun.whenTimePasses({ minutes: 29 }).thenDeadline('payment', { minutes: 1 });
  const late = begun.whenTimePasses({ minutes: 30 });
  await late.thenCommands([EndTransfer, { transferId, how: 'late' }]);
  await late.thenCompleted();
  await paid
    .whenTimePasses({ hours: 1 })
    .thenCommands(
      [NotifyOwner, { accountId: 'a' }],
      [NotifyOwner, { accountId: 'a' }],
      [EndTransfer, { transferId, how: 'late' }],
    );
  await paid.givenTimePasses({ minutes: 25 }).whenTimePasses({ minutes: 4 }).thenNoCommands();
});

it('has a command refused', async () => {
  const refused = begun.whenRefused(WithdrawMoney, new InsufficientFunds('only 3'));
  await refused.thenCommands([EndTransfer, { transferId, how: 'refused' }]);
  await refused.thenState({
    from: 'a',
    amount: 5,
    steps: ['transfer.requested', 'refused 5: InsufficientFunds only 3'],
  });
  expect((await annalsErrorOf(begun.whenRefused(DepositMoney, new Error()).thenNoCommands())).message).toMatch(
    /has not dispatched 'money\.deposit'/,
  );
  expect((await annalsErrorOf(paid.whenRefused(DepositMoney, new Error()).thenNoCommands())).message).toMatch(
    /@CommandRefused\(DepositMoney\)/,
  );
});

it('keeps instances apart, and is about the one that something has happened to last', async () => {
  const other = begun.given(TransferRequested, { ...requested, transferId: 'u', from: 'b' });
  await other
    .when(Withdrawn, { transferId: 'u' })
    .thenState({ from: 'b', amount: 5, steps: ['transfer.requested', 'withdrawn'] });
  await other
    .whenTimePasses({ minutes: 30 })
    .thenCommands([EndTransfer, { transferId: 't', how: 'late' }], [EndTransfer, { transferId: 'u', how: 'late' }]);
});

it('fails with a readable diff for other commands', async () => {
  const failure = await failureOf(
    scenario(TransferProcess)
      .when(TransferRequested, requested)
      .thenCommands([WithdrawMoney, { accountId: 'a', amount: 6 }]),
  );
  expect(failure.message).toMatch(/^TransferProcess: 'transfer\.requested' led to other commands than expected:/);
  expect(failure.message).toMatch(/\+ +amount: 5/);
  expect(failure.message).toMatch(/- +amount: 6/);
  expect(failure.actual).toEqual([{ type: 'money.withdraw', properties: { accountId: 'a', amount: 5 } }]);
});

it.each([
  [
    'commands that are not expected',
    () => begun.whenTimePasses({ minutes: 30 }).thenNoCommands(),
    /the passing of 1800000 ms led to other commands/,
  ],
  [
    'another state',
    () => begun.when(Withdrawn, { transferId }).thenState({}),
    /'transfer\.withdrawn' led to another state/,
  ],
  [
    'no completion',
    () => begun.when(Withdrawn, { transferId }).thenCompleted(),
    /should complete the process, but it goes on/,
  ],
  ['no start', () => scenario(TransferProcess).when(Withdrawn, { transferId }).thenCompleted(), /none has started/],
  [
    'another deadline',
    () => begun.when(Withdrawn, { transferId }).thenDeadline('payment', { minutes: 29 }),
    /led to other deadlines[^]*1800000/,
  ],
  [
    'a deadline that is not expected',
    () => begun.when(Withdrawn, { transferId }).thenNoDeadlines(),
    /led to other deadlines/,
  ],
  [
    'the refusal',
    () => begun.whenRefused(WithdrawMoney, new Error('x')).thenNoCommands(),
    /the refusal of 'money\.withdraw' led to other commands/,
  ],
])('fails for %s', async (_, expectation, message) => {
  expect((await failureOf(expectation())).message).toMatch(message);
});

it('refuses what breaks its rules', async () => {
  expect((await annalsErrorOf(() => begun.given(TransferRequested, { ...requested, amount: 0.5 }))).code).toBe(
    'VALIDATION_FAILED',
  );
  const when = begun.whenTimePasses({ minutes: 1 });
  expect((await annalsErrorOf(when.thenCommands([WithdrawMoney, { accountId: 'a', amount: 0.5 }]))).code).toBe(
    'VALIDATION_FAILED',
  );
  expect((await annalsErrorOf(() => begun.whenTimePasses({ minutes: -1 }))).code).toBe('INVALID_OPTION');
  expect((await annalsErrorOf(() => begun.whenTimePasses({ fortnights: 1 } as never))).code).toBe('INVALID_OPTION');
});

it('may be made with what its constructor takes, and refuses events that it does not handle', async () => {
  @ProcessManager('limited', { correlateBy: 'transferId', startsOn: [TransferRequested] })
  class Limited {
    constructor(private readonly limit: number) {}

    @EventHandler(TransferRequested)
    requested(_: TransferRequested, process: Process<number>) {
      process.state = this.limit;
    }
  }
  const limited = scenario(Limited, () => new Limited(7));
  await limited.given(Withdrawn, { transferId }).when(TransferRequested, requested).thenState(7);
  expect((await annalsErrorOf(() => limited.when(Withdrawn, { transferId }))).message).toMatch(
    /Limited does not handle.*Withdrawn/,
  );
});

it('says the stream of an event, where that tells its instance', async () => {
  @ProcessManager('by-stream', { correlateBy: (_event, { streamId }) => streamId, startsOn: [TransferRequested] })
  class ByStream {
    @EventHandler(TransferRequested)
    requested(event: TransferRequested, process: Process) {
      process.dispatch(NotifyOwner, { accountId: process.id });
    }

    @EventHandler(Withdrawn)
    withdrawn(_: Withdrawn, process: Process) {
      process.complete();
    }
  }
  const begun = scenario(ByStream).given(TransferRequested, requested, { streamId: 'one' });
  await scenario(ByStream)
    .when(TransferRequested, requested, { streamId: 'one' })
    .thenCommands([NotifyOwner, { accountId: 'one' }]);
  await begun.when(Withdrawn, { transferId }, { streamId: 'one' }).thenCompleted();
  expect(await failureOf(begun.when(Withdrawn, { transferId }, { streamId: 'two' }).thenCompleted())).toBeDefined();
});
