import { AnnalsError } from './annals-error.js';

/** Which argument of a call was refused. */
export type InvalidArgumentCode =
  | 'INVALID_AGGREGATE_ID'
  | 'INVALID_COMMAND_ID'
  | 'INVALID_EVENT'
  | 'INVALID_EXPECTED_VERSION'
  | 'INVALID_OPTION'
  | 'INVALID_STREAM_ID'
  | 'INVALID_WEBHOOK'
  | 'INVALID_WEBHOOK_URL'
  | 'NO_EVENTS';

/** Thrown when a call is given something it cannot take. Nothing was read or stored. */
export class InvalidArgumentError extends AnnalsError {
  constructor(
    readonly code: InvalidArgumentCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
