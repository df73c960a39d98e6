import { Event } from 'annals';
import { IsInt, IsPositive, IsString, IsUUID } from 'class-validator';

/** Amounts are whole cents. */
@Event('payment.requested')
export class PaymentRequested {
  @IsUUID() orderId!: string;
  @IsString() customer!: string;
  @IsInt() @IsPositive() amount!: number;
}

@Event('payment.received')
export class PaymentReceived {
  @IsUUID() orderId!: string;
  @IsString() reference!: string;
}

@Event('payment.declined')
export class PaymentDeclined {
  @IsUUID() orderId!: string;
  @IsString() reason!: string;
}

@Event('payment.expired')
export class PaymentExpired {
  @IsUUID() orderId!: string;
}
