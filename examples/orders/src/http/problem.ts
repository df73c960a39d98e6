import { STATUS_CODES } from 'node:http';
import { AnnalsError, ValidationError, type ValidationIssue } from 'annals';
import { refusals } from './refusals.js';

/** An error as a client sees it: problem details as in RFC 9457. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  /** What was wrong, for people. */
  readonly detail?: string;
  /** What was wrong, for programs. */
  readonly code?: string;
  /** Every property that was refused, where a message did not keep its rules. */
  readonly issues?: readonly ValidationIssue[];
}

/** A request that is refused before it reaches the domain. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    message?: string,
  ) {
    super(message);
  }
}

/**
 * Tells a client what went wrong. The domain's own errors are those that {@link refusals} lists; whatever is no fault of
 * the client is written to the log, and the client does not see its text.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestError)
    return problem(error.status, error.message === '' ? {} : { detail: error.message });
  if (error instanceof ValidationError) {
    const detail = `${error.messageType} is not valid; correct what the issues name.`;
    return problem(400, { detail, code: error.code, issues: error.issues });
  }
  for (const [Refusal, status] of refusals) {
    if (error instanceof Refusal) return problem(status, { detail: error.message, code: Refusal.name });
  }
  if (AnnalsError.is(error)) {
    const status = statuses[error.code] ?? (error.retryable ? 503 : 500);
    if (status < 500) return problem(status, { detail: error.message, code: error.code });
    console.error(error);
    return problem(status, status === 503 ? { detail: 'Try again in a moment.', code: error.code } : {});
  }
  console.error(error);
  return problem(500);
}

const statuses: Readonly<Record<string, number>> = {
  INVALID_COMMAND_ID: 400,
  INVALID_OPTION: 400,
  INVALID_STREAM_ID: 400,
  HANDLER_MISSING: 404,
  UNKNOWN_COMMAND: 404,
  UNKNOWN_QUERY: 404,
  DUPLICATE_EVENT_ID: 409,
  STREAM_VERSION_CONFLICT: 409,
};

function problem(status: number, more: Partial<Problem> = {}): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, ...more };
}
