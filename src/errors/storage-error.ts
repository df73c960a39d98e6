import { AnnalsError } from './annals-error.js';

/** What is wrong with the database. */
export type StorageErrorCode =
  | 'INVALID_CONNECTION_STRING'
  | 'STORE_ACCESS_DENIED'
  | 'STORE_CLOSED'
  | 'STORE_CORRUPT'
  | 'STORE_FAILED'
  | 'STORE_NOT_REPLICA_SET'
  | 'STORE_UNAVAILABLE';

/** Thrown when the database cannot do what it is asked. The message never shows a password. */
export class StorageError extends AnnalsError {
  constructor(
    readonly code: StorageErrorCode,
    message: string,
    options?: { readonly cause?: unknown; readonly retryable?: boolean },
  ) {
    super(message, options);
  }
}
