import { EventHandler, Projection, type ReadModel, type RecordedEvent } from 'annals';
import { AccountOpened, MoneyDeposited, MoneyWithdrawn, TransferReceived, TransferSent } from './events.js';

export interface AccountSummary {
  owner: string;
  balance: number;
  movements: number;
}

@Projection('account-summaries', { indexes: [{ fields: { owner: 'asc' } }] })
export class AccountSummaries {
  @EventHandler(AccountOpened)
  opened(event: AccountOpened, view: ReadModel<AccountSummary>, recorded: RecordedEvent) {
    view.set(recorded.streamId, { owner: event.owner, balance: 0, movements: 0 });
  }

  @EventHandler(MoneyDeposited)
  @EventHandler(TransferReceived)
  incoming(event: MoneyDeposited | TransferReceived, view: ReadModel<AccountSummary>, recorded: RecordedEvent) {
    move(view, recorded.streamId, event.amount);
  }

  @EventHandler(MoneyWithdrawn)
  @EventHandler(TransferSent)
  outgoing(event: MoneyWithdrawn | TransferSent, view: ReadModel<AccountSummary>, recorded: RecordedEvent) {
    move(view, recorded.streamId, -event.amount);
  }
}

function move(view: ReadModel<AccountSummary>, key: string, amount: number) {
  view.update(key, (account) => ({
    ...account,
    balance: account.balance + amount,
    movements: account.movements + 1,
  }));
}
