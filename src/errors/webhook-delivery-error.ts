import { AnnalsError } from './annals-error.js';

/** What became of a delivery. */
export type WebhookDeliveryCode =
  | 'WEBHOOK_ADDRESS_REFUSED'
  | 'WEBHOOK_CONNECTION_FAILED'
  | 'WEBHOOK_GONE'
  | 'WEBHOOK_REDIRECTED'
  | 'WEBHOOK_REFUSED'
  | 'WEBHOOK_TIMED_OUT';

/** Why an event was not delivered to a webhook. Its message shows neither secrets nor more of the URL than its host. */
export class WebhookDeliveryError extends AnnalsError {
  constructor(
    readonly code: WebhookDeliveryCode,
    message: string,
    /** The webhook's name. */
    readonly webhook: string,
    /** The HTTP status that it answered; `null` when there was no answer. */
    readonly status: number | null,
    options?: { readonly cause?: unknown },
  ) {
    super(message, { ...options, retryable: true });
  }
}
