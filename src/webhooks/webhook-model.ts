import { WebhookDeliveryError } from '../errors/index.js';
import { backOffMs, type RetrySchedule, type SubscriptionModel } from '../subscriptions/index.js';
import type { WebhookSender } from './webhook-sender.js';
import type { WebhookRecord } from './webhook-store.js';

const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md for the schedule */
const standardDelaysMs: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** What the time limit of an attempt leaves for the rest besides sending. */
const marginMs = 5_000;

/** What is to be sent by a webhook that is paused waits for so little that it goes first when it is resumed. */
const pausedDelayMs = 1_000;

const goneReason = '410 Gone: the receiver wants no more events';

/** What a webhook's deliveries need. */
export interface WebhookDeliveries {
  readonly sender: WebhookSender;
  readonly retry: RetrySchedule;
  /** Pauses the webhook unless it has another URL by now. @returns whether it did */
  pause(webhook: WebhookRecord, because: string): Promise<boolean>;
}

/** When a delivery that failed is tried again: after these pauses, each of them shorter by chance, at most by half. */
export function webhookRetry(delaysMs: readonly number[] = standardDelaysMs): RetrySchedule {
  return {
    delayMs: (attempt) => {
      const delayMs = delaysMs[attempt - 1];
      return delayMs === undefined ? undefined : backOffMs(1, { initialDelayMs: delayMs, maxDelayMs: delayMs });
    },
  };
}

/** The subscription that delivers a webhook's events. */
export function webhookModel(webhook: WebhookRecord, deliveries: WebhookDeliveries): SubscriptionModel {
  const { sender, retry } = deliveries;
  /** Set once the receiver wants no more: then nothing is sent until the model is made anew, and nothing given up. */
  let gone: WebhookDeliveryError | undefined;
  return {
    kind: 'webhook',
    name: webhook.name,
    group: 'webhooks',
    patterns: webhook.patterns,
    sliceCount: 1,
    from: webhook.from,
    concurrency: 4,
    timeLimitMs: sender.timeLimitMs + marginMs,
    retry: { delayMs: (attempt) => (gone === undefined ? retry.delayMs(attempt) : pausedDelayMs) },
    handle: async (event, { signal }) => {
      if (gone !== undefined) throw gone;
      try {
        await sender.send(webhook, event, signal);
      } catch (error) {
        if (error instanceof WebhookDeliveryError && error.code === 'WEBHOOK_GONE') {
          if (await deliveries.pause(webhook, goneReason)) gone = error;
        }
        throw error;
      }
    },
  };
}
