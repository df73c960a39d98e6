import type { SubscriptionModel } from '../subscriptions/index.js';

/** What runs the subscriptions of webhooks in this process. */
export interface WebhookEngine {
  /** Begins to run a subscription, which it creates where there is none of this id. */
  start(model: SubscriptionModel): Promise<unknown>;
  /** Ends what runs of it in this process; what is kept of it stays. Nothing when it does not run. */
  stop(id: string): Promise<unknown>;
  /** Forgets what is kept of a subscription. Nothing when there is none. */
  remove(id: string): Promise<unknown>;
}
