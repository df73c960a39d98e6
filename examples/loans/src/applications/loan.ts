import { Aggregate, AggregateRoot, CommandHandler, EventHandler } from 'annals';
import { RecordActivity } from './commands.js';
import {
  LoanAccepted,
  LoanApproved,
  LoanCancelled,
  LoanDeclined,
  LoanFinalized,
  LoanPartlySubmitted,
  LoanPreaccepted,
  LoanSubmitted,
  LoanWorkedOn,
} from './events.js';

/** The steps of an application that have an event of their own, by their name in the log. */
const steps = {
  A_PARTLYSUBMITTED: LoanPartlySubmitted,
  A_PREACCEPTED: LoanPreaccepted,
  A_ACCEPTED: LoanAccepted,
  A_FINALIZED: LoanFinalized,
  A_APPROVED: LoanApproved,
  A_DECLINED: LoanDeclined,
  A_CANCELLED: LoanCancelled,
} as const;

@Aggregate('loan')
export class Loan extends AggregateRoot {
  private activities = 0;

  /** The log is history: what it says has happened, so nothing is refused. */
  @CommandHandler(RecordActivity)
  record({ activity, transition, at, resource, amount }: RecordActivity) {
    const step = { ...(at && { at }), ...(resource !== undefined && { resource }) };
    if (activity === 'A_SUBMITTED') {
      this.apply(LoanSubmitted, { ...step, ...(amount !== undefined && { amount }) });
    } else if (Object.hasOwn(steps, activity)) {
      this.apply(steps[activity as keyof typeof steps], step);
    } else {
      this.apply(LoanWorkedOn, { ...step, activity, ...(transition !== undefined && { transition }) });
    }
  }

  @EventHandler(LoanWorkedOn)
  protected onWorkedOn() {
    this.activities += 1;
  }
}
