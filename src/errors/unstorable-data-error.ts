import { AnnalsError } from './annals-error.js';

/** Thrown when data holds something that would not come back as it was stored. Nothing was stored. */
export class UnstorableDataError extends AnnalsError {
  readonly code = 'UNSTORABLE_DATA';

  constructor(
    /** Where it stands, as `events[1].data.lines[2].price`. */
    readonly path: string,
    /** Why it cannot be stored. */
    readonly reason: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${path} cannot be stored: ${reason}. Nothing was stored.`, options);
  }
}
