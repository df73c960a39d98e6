import type { ProjectionStatus } from '../projections/index.js';
import type { SubscriptionStatus } from '../subscriptions/index.js';

/** How an application is: what `app.status()` gives. */
export interface ApplicationStatus {
  /** Whether nothing is failing and nothing stands still: no dead letter, no projection that cannot go on. */
  readonly isHealthy: boolean;
  /** The global position of the log's last event, -1 when it is empty. */
  readonly head: number;
  readonly projections: readonly ProjectionStatus[];
  /** Subscribers, webhooks and process managers. */
  readonly subscriptions: readonly SubscriptionStatus[];
}

export function applicationStatus(status: Omit<ApplicationStatus, 'isHealthy'>): ApplicationStatus {
  const isHealthy =
    status.projections.every(({ state }) => state !== 'failing') &&
    status.subscriptions.every(
      ({ state, deadLetters }) => state !== 'failing' && state !== 'idle' && deadLetters === 0,
    );
  return { isHealthy, ...status };
}
