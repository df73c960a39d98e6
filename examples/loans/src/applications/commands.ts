import { AggregateId, Command } from 'annals';
import { Type } from 'class-transformer';
import { IsDate, IsNumber, IsOptional, IsString } from 'class-validator';

/** One event of the log, as it is told to the application it belongs to. */
@Command('loan.record_activity')
export class RecordActivity {
  @AggregateId() @IsString() caseId!: string;
  @IsString() activity!: string;
  @IsOptional() @IsString() transition?: string;
  @IsOptional() @IsDate() @Type(() => Date) at?: Date;
  @IsOptional() @IsString() resource?: string;
  @IsOptional() @IsNumber() amount?: number;
}
