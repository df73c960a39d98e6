import { Event } from 'annals';
import { IsInt, IsPositive, IsString, IsUUID } from 'class-validator';

/** The total is whole cents. */
@Event('order.placed')
export class OrderPlaced {
  @IsUUID() orderId!: string;
  @IsString() customer!: string;
  @IsString() product!: string;
  @IsInt() @IsPositive() quantity!: number;
  @IsInt() @IsPositive() total!: number;
}

@Event('order.shipped')
export class OrderShipped {
  @IsUUID() orderId!: string;
  @IsString() customer!: string;
}

@Event('order.cancelled')
export class OrderCancelled {
  @IsUUID() orderId!: string;
  @IsString() customer!: string;
  @IsString() reason!: string;
}

@Event('order.review_requested')
export class ReviewRequested {
  @IsUUID() orderId!: string;
  @IsString() customer!: string;
}
