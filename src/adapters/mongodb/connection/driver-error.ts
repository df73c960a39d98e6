import {
  MongoClientClosedError,
  MongoError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from 'mongodb';
import { AnnalsError, StorageError } from '../../../errors/index.js';

const accessCodes = new Set([13, 18, 8000]);

/**
 * What the server answers while its primary steps down, shuts down or is not known, and when it did not have the time:
 * whether the command was carried out is not known, or it was not.
 *
 * @see https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md
 */
const passingCodes = new Set([
  6, 7, 50, 64, 89, 91, 112, 134, 189, 202, 251, 262, 317, 358, 384, 9001, 10058, 10107, 11600, 11602, 13435, 13436,
]);

/** What Node says of a connection that is gone; the driver (7.9) lets some of it through as it is. */
const networkCodes = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'ENOTCONN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_SOCKET_CLOSED',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

export const duplicateKeyCode = 11000;

export function isServerError(error: unknown, ...codes: number[]): error is MongoServerError {
  return error instanceof MongoServerError && typeof error.code === 'number' && codes.includes(error.code);
}

/** Tells whether the database, or the way to it, may work again later. */
export function isPassingFailure(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (!(error instanceof MongoError)) return networkCodes.has(String((error as { code?: unknown } | null)?.code));
  if (error.hasErrorLabel('RetryableWriteError') || error.hasErrorLabel('TransientTransactionError')) return true;
  return error instanceof MongoServerError && typeof error.code === 'number' && passingCodes.has(error.code);
}

function isClosedFailure(error: unknown): boolean {
  return (
    error instanceof MongoClientClosedError ||
    error instanceof MongoTopologyClosedError ||
    error instanceof MongoNotConnectedError
  );
}

/** Turns whatever a call failed with into an error of Annals: the one place where that happens. */
export function toAnnalsError(error: unknown): AnnalsError {
  if (AnnalsError.is(error)) return error;
  if (isClosedFailure(error)) return storeClosed(error);
  const reason = error instanceof Error ? error.message : String(error);
  if (isServerError(error, ...accessCodes)) {
    return new StorageError(
      'STORE_ACCESS_DENIED',
      `MongoDB refused access: ${reason} Check the user, the password and authSource of the connection string, ` +
        `and that the user may read and write the database.`,
      { cause: error },
    );
  }
  if (isPassingFailure(error)) {
    return new StorageError(
      'STORE_UNAVAILABLE',
      `MongoDB cannot be reached, or has no primary at the moment: ${reason}. Try again when it is back.`,
      { cause: error, retryable: true },
    );
  }
  return new StorageError('STORE_FAILED', `MongoDB could not do what it was asked: ${reason}`, { cause: error });
}

export function storeClosed(cause?: unknown): StorageError {
  return new StorageError('STORE_CLOSED', 'The MongoDB store is closed. Open a new one, or close it later.', { cause });
}

/** Does something with the driver; whatever it fails with is an error of Annals. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toAnnalsError(error);
  }
}
