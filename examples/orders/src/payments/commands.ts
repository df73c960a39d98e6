import { AggregateId, Command } from 'annals';
import { IsInt, IsPositive, IsString, IsUUID, Length } from 'class-validator';

@Command('payment.request')
export class RequestPayment {
  @AggregateId() @IsUUID() orderId!: string;
  @IsString() @Length(1, 100) customer!: string;
  @IsInt() @IsPositive() amount!: number;
}

@Command('payment.confirm')
export class ConfirmPayment {
  @AggregateId() @IsUUID() orderId!: string;
  @IsString() @Length(1, 100) reference!: string;
}

@Command('payment.decline')
export class DeclinePayment {
  @AggregateId() @IsUUID() orderId!: string;
  @IsString() @Length(1, 200) reason!: string;
}

@Command('payment.expire')
export class ExpirePayment {
  @AggregateId() @IsUUID() orderId!: string;
}
