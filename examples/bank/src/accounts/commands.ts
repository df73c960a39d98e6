import { AggregateId, Command } from 'annals';
import { IsInt, IsPositive, IsString, IsUUID, Length } from 'class-validator';

@Command('account.open')
export class OpenAccount {
  @AggregateId() @IsUUID() accountId!: string;
  @IsString() @Length(1, 100) owner!: string;
}

@Command('money.deposit')
export class DepositMoney {
  @AggregateId() @IsUUID() accountId!: string;
  @IsInt() @IsPositive() amount!: number;
}

@Command('money.withdraw')
export class WithdrawMoney {
  @AggregateId() @IsUUID() accountId!: string;
  @IsInt() @IsPositive() amount!: number;
}
