import { Event } from 'annals';
import { IsInt, IsPositive, IsString, IsUUID } from 'class-validator';

@Event('stock.received')
export class StockReceived {
  @IsString() product!: string;
  @IsInt() @IsPositive() quantity!: number;
}

@Event('stock.reserved')
export class StockReserved {
  @IsUUID() orderId!: string;
  @IsString() product!: string;
  @IsInt() @IsPositive() quantity!: number;
}

@Event('stock.released')
export class StockReleased {
  @IsUUID() orderId!: string;
  @IsString() product!: string;
  @IsInt() @IsPositive() quantity!: number;
}
