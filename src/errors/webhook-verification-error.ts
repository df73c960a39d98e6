import { AnnalsError } from './annals-error.js';

/** Thrown when a request is not a webhook of the expected sender: answer it with {@link status}, and do nothing else. */
export class WebhookVerificationError extends AnnalsError {
  readonly code = 'WEBHOOK_VERIFICATION_FAILED';

  constructor(
    reason: string,
    /** The HTTP status that fits: Unauthorized, or Content Too Large. */
    readonly status: 401 | 413 = 401,
    options?: { readonly cause?: unknown },
  ) {
    super(`The request is not a webhook to trust: ${reason}. Answer it with status ${String(status)}.`, options);
  }
}
