import { AnnalsError } from './annals-error.js';

/** Why an event counts as not handled when its handler does not come to an end. */
export class HandlerTimeoutError extends AnnalsError {
  readonly code = 'HANDLER_TIMEOUT';

  constructor(
    /** The subscription's id. */
    readonly subscription: string,
    readonly timeLimitMs: number,
  ) {
    super(
      `A handler of ${subscription} had not ended after ${String(timeLimitMs)} ms. It may still be running: let it heed ` +
        `the signal that it is given, or raise timeLimitMs.`,
      { retryable: true },
    );
  }
}
