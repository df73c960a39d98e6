import type { ProjectionStatus } from '../projections/index.js';
import type { SubscriptionStatus } from '../subscriptions/index.js';
import type { DueStatus } from './timed-work.js';

/** How an application is, over all processes: what `app.status()` gives. */
export interface ApplicationStatus {
  /** Whether nothing is failing and nothing stands still: no dead letter, nothing that cannot go on or is run by nobody. */
  readonly isHealthy: boolean;
  /** The global position of the log's last event, -1 when it is empty. */
  readonly head: number;
  readonly projections: readonly ProjectionStatus[];
  /** Subscribers, webhooks and process managers, and how far each has come. */
  readonly subscriptions: readonly SubscriptionStatus[];
  /** Instances and deadlines of the process managers, and the scheduled commands. */
  readonly due: readonly DueStatus[];
}

export function applicationStatus(status: Omit<ApplicationStatus, 'isHealthy'>): ApplicationStatus {
  const isHealthy =
    status.projections.every(({ state }) => state !== 'failing') &&
    status.subscriptions.every(isWell) &&
    status.due.every(({ dead }) => dead === 0);
  return { isHealthy, ...status };
}

function isWell({ state, deadLetters, kind }: SubscriptionStatus): boolean {
  const isPaused = kind === 'webhook' && state === 'idle';
  return (isPaused || (state !== 'failing' && state !== 'idle')) && deadLetters === 0;
}
