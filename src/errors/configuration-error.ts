import { AnnalsError } from './annals-error.js';

/** What can be wrong with an application's classes; found at start, before any message is taken. */
export type ConfigurationErrorCode =
  | 'AGGREGATE_ID_MISSING'
  | 'DECORATOR_MISSING'
  | 'DUPLICATE_REGISTRATION'
  | 'INVALID_DECLARATION'
  | 'UNRESOLVED_DEPENDENCY'
  | 'UPCASTER_MISSING';

/** Thrown at start when the classes of an application do not fit together; its message names the classes. */
export class ConfigurationError extends AnnalsError {
  constructor(
    readonly code: ConfigurationErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
