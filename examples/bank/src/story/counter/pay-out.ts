import { AggregateId, Command, CommandHandler, Repository } from 'annals';
import { IsInt, IsPositive, IsUUID } from 'class-validator';
import { inject } from 'inversify';
import { Account } from '../../accounts/index.js';
import { Counter } from './counter.js';

@Command('counter.pay_out')
export class PayOut {
  @AggregateId() @IsUUID() accountId!: string;
  @IsInt() @IsPositive() amount!: number;
}

/** Its service, the counter, comes from the container that the application is given. */
@CommandHandler(PayOut)
export class PayOutHandler {
  constructor(
    @inject(Repository) private readonly repository: Repository,
    @inject(Counter) private readonly counter: Counter,
  ) {}

  async execute(command: PayOut) {
    const account = await this.repository.load(Account, command.accountId);
    await this.counter.looked();
    account.payOut(command.amount);
  }
}
