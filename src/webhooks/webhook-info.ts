import type { WebhookRecord } from './webhook-store.js';

/** A webhook as its users see it. */
export type WebhookInfo = Omit<WebhookRecord, 'from'>;

/** All that is known of a webhook, its secrets included. */
export function infoOf({ from: _, ...webhook }: WebhookRecord): WebhookInfo {
  return webhook;
}

/** What may be shown of a webhook: neither secrets nor the values of headers, which may be secrets too. */
export function maskedInfoOf(webhook: WebhookRecord): WebhookInfo {
  return {
    ...infoOf(webhook),
    secrets: webhook.secrets.map(() => 'whsec_***'),
    headers: Object.fromEntries(Object.keys(webhook.headers).map((name) => [name, '***'])),
  };
}
