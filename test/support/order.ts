import { AggregateId, Command, Event } from 'annals';
import { Type } from 'class-transformer';
import { IsArray, IsDate, IsInt, IsOptional, IsPositive, IsString, Length, ValidateNested } from 'class-validator';

export class Address {
  @IsString() street!: string;
  @IsOptional() @IsString() city?: string;
}

export class OrderLine {
  @IsString() @Length(1, 20) product!: string;
  @IsInt() @IsPositive() price!: number;
  @IsArray() @IsString({ each: true }) labels!: string[];
}

/** An event with everything that data may hold: nested objects, arrays, Dates, optional fields. */
@Event('order.placed')
export class OrderPlaced {
  @IsDate() @Type(() => Date) placedAt!: Date;
  @ValidateNested() @Type(() => Address) address!: Address;
  @IsArray() @ValidateNested({ each: true }) @Type(() => OrderLine) lines!: OrderLine[];
  @IsOptional() @IsString() remark?: string;
}

@Command('order.place')
export class PlaceOrder {
  @AggregateId() @IsString() orderId!: string;
  @ValidateNested() @Type(() => Address) address!: Address;
  @IsArray() @ValidateNested({ each: true }) @Type(() => OrderLine) lines!: OrderLine[];
}
