import { AggregateId, Command } from 'annals';
import { IsInt, IsPositive, IsString, IsUUID, Length } from 'class-validator';

@Command('stock.receive')
export class ReceiveStock {
  @AggregateId() @IsString() @Length(1, 100) product!: string;
  @IsInt() @IsPositive() quantity!: number;
}

@Command('stock.reserve')
export class ReserveStock {
  @AggregateId() @IsString() @Length(1, 100) product!: string;
  @IsUUID() orderId!: string;
  @IsInt() @IsPositive() quantity!: number;
}

@Command('stock.release')
export class ReleaseStock {
  @AggregateId() @IsString() @Length(1, 100) product!: string;
  @IsUUID() orderId!: string;
}
