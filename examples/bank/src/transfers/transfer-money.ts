import { Command, CommandHandler, Repository } from 'annals';
import { IsInt, IsPositive, IsUUID } from 'class-validator';
import { inject } from 'inversify';
import { Account } from '../accounts/index.js';

@Command('money.transfer')
export class TransferMoney {
  @IsUUID() from!: string;
  @IsUUID() to!: string;
  @IsInt() @IsPositive() amount!: number;
}

/** Changes two aggregates: what both apply is stored together, or not at all. */
@CommandHandler(TransferMoney)
export class TransferMoneyHandler {
  constructor(@inject(Repository) private readonly repository: Repository) {}

  async execute(command: TransferMoney) {
    const sender = await this.repository.load(Account, command.from);
    const receiver = await this.repository.load(Account, command.to);
    sender.send(command.to, command.amount);
    receiver.receive(command.from, command.amount);
  }
}
