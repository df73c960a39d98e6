import { Event } from 'annals';
import { Type } from 'class-transformer';
import { IsDate, IsNumber, IsOptional, IsString } from 'class-validator';

/** What every step of an application has: when it happened and who did it, as far as the log says so. */
abstract class Step {
  @IsOptional() @IsDate() @Type(() => Date) at?: Date;
  @IsOptional() @IsString() resource?: string;
}

@Event('loan.submitted')
export class LoanSubmitted extends Step {
  @IsOptional() @IsNumber() amount?: number;
}

@Event('loan.partly_submitted')
export class LoanPartlySubmitted extends Step {}

@Event('loan.preaccepted')
export class LoanPreaccepted extends Step {}

@Event('loan.accepted')
export class LoanAccepted extends Step {}

@Event('loan.finalized')
export class LoanFinalized extends Step {}

@Event('loan.approved')
export class LoanApproved extends Step {}

@Event('loan.declined')
export class LoanDeclined extends Step {}

@Event('loan.cancelled')
export class LoanCancelled extends Step {}

/** Any other activity of the log: work on the application, or an offer. */
@Event('loan.worked_on')
export class LoanWorkedOn extends Step {
  @IsString() activity!: string;
  @IsOptional() @IsString() transition?: string;
}
