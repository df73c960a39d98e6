import { AnnalsError } from './annals-error.js';

/** What is not known. */
export type UnknownMessageCode =
  | 'HANDLER_MISSING'
  | 'UNKNOWN_COMMAND'
  | 'UNKNOWN_EVENT_TYPE'
  | 'UNKNOWN_EVENT_VERSION'
  | 'UNKNOWN_QUERY'
  | 'UNKNOWN_PROJECTION'
  | 'UNKNOWN_AGGREGATE'
  | 'UNKNOWN_DEAD_LETTER'
  | 'UNKNOWN_SUBSCRIPTION'
  | 'UNKNOWN_WEBHOOK';

/** Thrown when no registered class or handler answers to a message or name. */
export class UnknownMessageError extends AnnalsError {
  constructor(
    readonly code: UnknownMessageCode,
    message: string,
  ) {
    super(message);
  }
}
