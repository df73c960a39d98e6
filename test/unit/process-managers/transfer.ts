import { IsInt, IsString } from 'class-validator';
import { AggregateId, Command, Event, EventHandler, type RecordedEvent } from '../../../src/index.js';
import {
  CommandRefused,
  DeadlineHandler,
  ProcessManager,
  type Process,
  type RefusedCommand,
} from '../../../src/process-managers/index.js';

@Event('transfer.requested')
export class TransferRequested {
  @IsString() transferId!: string;
  @IsString() from!: string;
  @IsInt() amount!: number;
}

@Event('transfer.withdrawn')
export class Withdrawn {
  @IsString() transferId!: string;
}

@Event('transfer.deposited')
export class Deposited {
  @IsString() transferId!: string;
}

@Command('money.withdraw')
export class WithdrawMoney {
  @AggregateId() @IsString() accountId!: string;
  @IsInt() amount!: number;
}

@Command('money.deposit')
export class DepositMoney {
  @AggregateId() @IsString() accountId!: string;
  @IsInt() amount!: number;
}

@Command('owner.notify')
export class NotifyOwner {
  @AggregateId() @IsString() accountId!: string;
}

@Command('transfer.end')
export class EndTransfer {
  @AggregateId() @IsString() transferId!: string;
  @IsString() how!: string;
}

export interface TransferState {
  readonly from: string;
  readonly amount: number;
  readonly steps: string[];
}

@ProcessManager('transfer', { correlateBy: 'transferId', startsOn: [TransferRequested] })
export class TransferProcess {
  @EventHandler(TransferRequested)
  requested(event: TransferRequested, process: Process<TransferState>, recorded: RecordedEvent) {
    const { from, amount } = event;
    process.state = { from, amount, steps: [recorded.type] };
    process.dispatch(WithdrawMoney, { accountId: from, amount });
    process.setDeadline('payment', { after: 30 * 60_000 });
  }

  @EventHandler(Withdrawn)
  async withdrawn(_: Withdrawn, process: Process<TransferState>) {
    process.state.steps.push('withdrawn');
    await Promise.resolve();
    process.dispatch(DepositMoney, { accountId: 'bank', amount: process.state.amount });
    process.dispatch(NotifyOwner, { accountId: process.state.from });
    process.setDeadline('reminder', { after: 10 * 60_000 });
  }

  @EventHandler(Deposited)
  deposited(_: Deposited, process: Process<TransferState>) {
    process.state.steps.push('deposited');
    process.cancelDeadline('payment');
    process.dispatch(EndTransfer, { transferId: process.id, how: 'done' });
    process.complete();
  }

  @DeadlineHandler('reminder')
  remind(process: Process<TransferState>) {
    process.state.steps.push('reminded');
    process.dispatch(NotifyOwner, { accountId: process.state.from });
    process.setDeadline('reminder', { after: 10 * 60_000 });
  }

  @DeadlineHandler('payment')
  late(process: Process<TransferState>) {
    process.state.steps.push('late');
    process.dispatch(EndTransfer, { transferId: process.id, how: 'late' });
    process.complete();
  }

  @CommandRefused(WithdrawMoney)
  refused(refusal: RefusedCommand<WithdrawMoney>, process: Process<TransferState>) {
    process.state.steps.push(`refused ${String(refusal.command.amount)}: ${refusal.name} ${refusal.message}`);
    process.dispatch(EndTransfer, { transferId: process.id, how: 'refused' });
    process.complete();
  }
}
