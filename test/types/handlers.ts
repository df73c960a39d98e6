import { Command, CommandHandler, Event, EventHandler, Query, QueryHandler } from '../../src/messages/index.js';

@Event('money.deposited')
class MoneyDeposited {
  amount!: number;
}

@Event('account.opened')
class AccountOpened {
  owner!: string;
}

@Command('account.open')
class OpenAccount {
  accountId!: string;
}

@Command('money.deposit')
class DepositMoney {
  accountId!: string;
  amount!: number;
}

class GetOwner extends Query<string> {
  accountId!: string;
}

export class Handlers {
  @EventHandler(MoneyDeposited)
  deposited(event: MoneyDeposited): number {
    return event.amount;
  }

  @EventHandler(MoneyDeposited)
  @EventHandler(AccountOpened)
  protected either(event: MoneyDeposited | AccountOpened): void {
    void event;
  }

  @EventHandler(AccountOpened)
  none(): void {
    // A handler need not look at the event.
  }

  @EventHandler(AccountOpened)
  more(event: AccountOpened, view: string, recorded: number): void {
    void [event, view, recorded];
  }

  // @ts-expect-error the decorator names another event than the parameter
  @EventHandler(MoneyDeposited)
  wrong(event: AccountOpened): void {
    void event;
  }

  @CommandHandler(OpenAccount)
  async open(command: OpenAccount): Promise<void> {
    await Promise.resolve(command);
  }

  // @ts-expect-error the decorator names another command than the parameter
  @CommandHandler(OpenAccount)
  wrongCommand(command: DepositMoney): void {
    void command;
  }

  // @ts-expect-error another command, although its properties are a subset
  @CommandHandler(DepositMoney)
  subset(command: OpenAccount): void {
    void command;
  }
}

@CommandHandler(DepositMoney)
export class DepositHandler {
  execute(command: DepositMoney): void {
    void command;
  }
}

// @ts-expect-error execute takes another command
@CommandHandler(OpenAccount)
export class WrongHandler {
  execute(command: DepositMoney): void {
    void command;
  }
}

@QueryHandler(GetOwner)
export class GetOwnerHandler {
  constructor(private readonly owners: Map<string, string>) {}

  execute(query: GetOwner): string {
    return this.owners.get(query.accountId) ?? '';
  }
}

// @ts-expect-error execute answers something else than the query's result
@QueryHandler(GetOwner)
export class WrongResult {
  execute(query: GetOwner): number {
    return query.accountId.length;
  }
}

// @ts-expect-error execute is missing
@QueryHandler(GetOwner)
export class NoExecute {}
