import { AnnalsError } from './annals-error.js';

/**
 * Thrown when the database stayed away while an append was being settled: it may or may not be stored.
 *
 * Repeating the append with the same event ids is safe: it is stored once.
 */
export class AppendOutcomeUnknownError extends AnnalsError {
  readonly code = 'APPEND_OUTCOME_UNKNOWN';

  constructor(
    readonly streamId: string,
    /** The ids to repeat the append with. */
    readonly eventIds: readonly string[],
    options?: { readonly cause?: unknown },
  ) {
    super(
      `The database went away during an append to stream '${streamId}': whether it is stored is not known. ` +
        `Repeat it with the same event ids when the database is back; it is stored once.`,
      { ...options, retryable: true },
    );
  }
}
