import { AggregateId, Command } from 'annals';
import { IsInt, IsPositive, IsString, IsUUID, Length } from 'class-validator';

@Command('order.place')
export class PlaceOrder {
  @AggregateId() @IsUUID() orderId!: string;
  @IsString() @Length(1, 100) customer!: string;
  @IsString() @Length(1, 100) product!: string;
  @IsInt() @IsPositive() quantity!: number;
  @IsInt() @IsPositive() total!: number;
}

@Command('order.ship')
export class ShipOrder {
  @AggregateId() @IsUUID() orderId!: string;
}

@Command('order.cancel')
export class CancelOrder {
  @AggregateId() @IsUUID() orderId!: string;
  @IsString() @Length(1, 500) reason!: string;
}

@Command('order.request_review')
export class RequestReview {
  @AggregateId() @IsUUID() orderId!: string;
}
