import { Event } from 'annals';
import { IsInt, IsPositive, IsString, IsUUID } from 'class-validator';

@Event('account.opened')
export class AccountOpened {
  @IsString() owner!: string;
}

/** Amounts are whole cents: a sum of fractions would not be exact. */
@Event('money.deposited')
export class MoneyDeposited {
  @IsInt() @IsPositive() amount!: number;
}

@Event('money.withdrawn')
export class MoneyWithdrawn {
  @IsInt() @IsPositive() amount!: number;
}

@Event('transfer.sent')
export class TransferSent {
  @IsUUID() to!: string;
  @IsInt() @IsPositive() amount!: number;
}

@Event('transfer.received')
export class TransferReceived {
  @IsUUID() from!: string;
  @IsInt() @IsPositive() amount!: number;
}
