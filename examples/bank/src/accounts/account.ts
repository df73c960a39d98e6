import { Aggregate, AggregateRoot, CommandHandler, EventHandler } from 'annals';
import { DepositMoney, OpenAccount, WithdrawMoney } from './commands.js';
import { AccountAlreadyOpen, AccountNotOpen, InsufficientFunds } from './errors.js';
import { AccountOpened, MoneyDeposited, MoneyWithdrawn, TransferReceived, TransferSent } from './events.js';

@Aggregate('account')
export class Account extends AggregateRoot {
  private isOpen = false;
  private balance = 0;

  // Commands: check the rules, then say what has happened.

  @CommandHandler(OpenAccount)
  open(command: OpenAccount) {
    if (this.isOpen) throw new AccountAlreadyOpen(`Account ${this.id} is open already.`);
    this.apply(AccountOpened, { owner: command.owner });
  }

  @CommandHandler(DepositMoney)
  deposit(command: DepositMoney) {
    this.requireOpen();
    this.apply(MoneyDeposited, { amount: command.amount });
  }

  @CommandHandler(WithdrawMoney)
  withdraw(command: WithdrawMoney) {
    this.payOut(command.amount);
  }

  payOut(amount: number) {
    this.requireFunds(amount);
    this.apply(MoneyWithdrawn, { amount });
  }

  send(to: string, amount: number) {
    this.requireFunds(amount);
    this.apply(TransferSent, { to, amount });
  }

  receive(from: string, amount: number) {
    this.requireOpen();
    this.apply(TransferReceived, { from, amount });
  }

  // Events: change the state, and check nothing, for it has happened.

  @EventHandler(AccountOpened)
  protected onOpened() {
    this.isOpen = true;
  }

  @EventHandler(MoneyDeposited)
  @EventHandler(TransferReceived)
  protected onIncoming(event: MoneyDeposited | TransferReceived) {
    this.balance += event.amount;
  }

  @EventHandler(MoneyWithdrawn)
  @EventHandler(TransferSent)
  protected onOutgoing(event: MoneyWithdrawn | TransferSent) {
    this.balance -= event.amount;
  }

  private requireOpen() {
    if (!this.isOpen) throw new AccountNotOpen(this.id);
  }

  private requireFunds(amount: number) {
    this.requireOpen();
    if (amount > this.balance) throw new InsufficientFunds(this.balance, amount);
  }
}
