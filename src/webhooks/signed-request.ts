import { Webhook } from 'standardwebhooks';
import type { RecordedEvent } from '../event-store/index.js';
import type { WebhookRecord } from './webhook-store.js';

/** What is sent of a delivery. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The request that delivers an event, signed with every secret of the webhook at this moment.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedRequest(
  { headers, secrets }: Pick<WebhookRecord, 'headers' | 'secrets'>,
  event: RecordedEvent,
): SignedRequest {
  const body = bodyOf(event);
  const id = webhookIdOf(event);
  const now = new Date();
  return {
    headers: {
      'user-agent': 'annals',
      ...headers,
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
    },
    body,
  };
}

/** The properties are named: what else an adapter keeps on an event is nothing for others. */
function bodyOf(event: RecordedEvent): string {
  const { type, data, streamId, createdAt, eventId, streamPosition, globalPosition, metadata } = event;
  return JSON.stringify({
    event: { type, data, streamId, createdAt, eventId, streamPosition, globalPosition, metadata },
  });
}

/** The same for every attempt. An event id may be any text, a header may not. */
function webhookIdOf({ eventId }: RecordedEvent): string {
  return /^[\x21-\x7e]+$/.test(eventId) ? eventId : encodeURIComponent(eventId);
}
