import { EventHandler, Projection, type ReadModel, type RecordedEvent } from 'annals';
import {
  LoanAccepted,
  LoanApproved,
  LoanCancelled,
  LoanDeclined,
  LoanFinalized,
  LoanPartlySubmitted,
  LoanPreaccepted,
  LoanSubmitted,
} from './events.js';

/** The stages that an application can reach, in the order of the funnel. */
export const stages = [
  'submitted',
  'partlySubmitted',
  'preaccepted',
  'accepted',
  'finalized',
  'approved',
  'declined',
  'cancelled',
] as const;

export type Stage = (typeof stages)[number];

/** One application: which stages it has reached, and when it began and was decided, by the log's time. */
export type LoanStages = Partial<Record<Stage, true>> & { submittedAt?: Date; decidedAt?: Date };

@Projection('loan-stages')
export class LoanStagesProjection {
  @EventHandler(LoanSubmitted)
  submitted(event: LoanSubmitted, view: ReadModel<LoanStages>, { streamId }: RecordedEvent) {
    reach(view, streamId, { submitted: true, ...(event.at && { submittedAt: event.at }) });
  }

  @EventHandler(LoanPartlySubmitted)
  partlySubmitted(_event: LoanPartlySubmitted, view: ReadModel<LoanStages>, { streamId }: RecordedEvent) {
    reach(view, streamId, { partlySubmitted: true });
  }

  @EventHandler(LoanPreaccepted)
  preaccepted(_event: LoanPreaccepted, view: ReadModel<LoanStages>, { streamId }: RecordedEvent) {
    reach(view, streamId, { preaccepted: true });
  }

  @EventHandler(LoanAccepted)
  accepted(_event: LoanAccepted, view: ReadModel<LoanStages>, { streamId }: RecordedEvent) {
    reach(view, streamId, { accepted: true });
  }

  @EventHandler(LoanFinalized)
  finalized(_event: LoanFinalized, view: ReadModel<LoanStages>, { streamId }: RecordedEvent) {
    reach(view, streamId, { finalized: true });
  }

  @EventHandler(LoanApproved)
  approved(event: LoanApproved, view: ReadModel<LoanStages>, { streamId }: RecordedEvent) {
    reach(view, streamId, { approved: true, ...decided(event) });
  }

  @EventHandler(LoanDeclined)
  declined(event: LoanDeclined, view: ReadModel<LoanStages>, { streamId }: RecordedEvent) {
    reach(view, streamId, { declined: true, ...decided(event) });
  }

  @EventHandler(LoanCancelled)
  cancelled(event: LoanCancelled, view: ReadModel<LoanStages>, { streamId }: RecordedEvent) {
    reach(view, streamId, { cancelled: true, ...decided(event) });
  }
}

function reach(view: ReadModel<LoanStages>, key: string, reached: LoanStages) {
  view.update(key, (loan) => ({ ...loan, ...reached }), {});
}

function decided({ at }: { at?: Date }): LoanStages {
  return at === undefined ? {} : { decidedAt: at };
}
