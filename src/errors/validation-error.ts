import { AnnalsError } from './annals-error.js';

/** One property that was refused. */
export interface ValidationIssue {
  /** Where it stands, as `lines[2].price`; empty for the message as a whole. */
  readonly path: string;
  /** Every rule that it breaks, in words. */
  readonly messages: readonly string[];
}

/** Thrown when a command, query or event does not keep its rules. It lists every failing property; nothing is stored. */
export class ValidationError extends AnnalsError {
  readonly code = 'VALIDATION_FAILED';

  constructor(
    /** The message's stored type, or its class name where it has none. */
    readonly messageType: string,
    /** Every failing property, ordered by path. */
    readonly issues: readonly ValidationIssue[],
  ) {
    const lines = issues.map(({ path, messages }) => `  ${path === '' ? '(message)' : path}: ${messages.join('; ')}`);
    super(`${messageType} is not valid; nothing was stored. Correct:\n${lines.join('\n')}`);
  }
}
