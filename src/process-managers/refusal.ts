import {
  AnnalsError,
  ConfigurationError,
  DuplicateEventIdError,
  StorageError,
  UnknownMessageError,
  UpcastFailedError,
} from '../errors/index.js';
import { failureOf } from '../subscriptions/index.js';
import type { RefusedCommand } from './command-refused.js';
import type { PendingCommand } from './process-record.js';

/** What says something about the system and nothing about the command. */
const notRefusals = [
  ConfigurationError,
  DuplicateEventIdError,
  StorageError,
  UnknownMessageError,
  UpcastFailedError,
] as const;

/** Tells whether an error is the answer to a command, and not a failure that may pass or that somebody must mend. */
export function isRefusal(error: unknown): boolean {
  if ((error as { readonly retryable?: unknown } | null | undefined)?.retryable === true) return false;
  return !(AnnalsError.is(error) && notRefusals.some((kind) => error instanceof kind));
}

/** What a `@CommandRefused` method is told. */
export function toRefusedCommand({ properties }: PendingCommand, error: unknown): RefusedCommand {
  const { name, message, code } = failureOf(error);
  return { command: properties, name: name === 'Error' ? classNameOf(error) : name, message, code };
}

/** Few error classes give their instances a name. */
function classNameOf(error: unknown): string {
  return error instanceof Error ? error.constructor.name : 'Error';
}
