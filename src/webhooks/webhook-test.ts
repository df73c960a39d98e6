import { WebhookDeliveryError } from '../errors/index.js';
import type { RecordedEvent } from '../event-store/index.js';
import { newId } from '../messages/index.js';
import type { WebhookSender } from './webhook-sender.js';
import type { WebhookRecord } from './webhook-store.js';

/** What became of a test delivery. */
export interface WebhookTestResult {
  readonly ok: boolean;
  /** The HTTP status of the answer; `null` when there was none. */
  readonly status: number | null;
  readonly durationMs: number;
  /** Why it failed; `null` when it did not. */
  readonly error: string | null;
}

/** Sends one event that never happened, of the type `annals.webhook_test`, and tells what became of it. */
export async function testDelivery(sender: WebhookSender, webhook: WebhookRecord): Promise<WebhookTestResult> {
  const start = performance.now();
  const durationMs = () => Math.round(performance.now() - start);
  try {
    const status = await sender.send(webhook, testEvent(webhook.name));
    return { ok: true, status, durationMs: durationMs(), error: null };
  } catch (error) {
    const status = error instanceof WebhookDeliveryError ? error.status : null;
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, status, durationMs: durationMs(), error: reason };
  }
}

/** It has no place in the log. */
function testEvent(webhook: string): RecordedEvent {
  return {
    type: 'annals.webhook_test',
    data: { webhook },
    metadata: {},
    streamId: `annals-webhook-${webhook}`,
    streamPosition: 0,
    globalPosition: -1,
    eventId: newId(),
    createdAt: new Date(),
  };
}
