import { AnnalsError } from './annals-error.js';

/** Thrown when a query handler throws something that is not an Annals error; `cause` is what it threw. */
export class QueryFailedError extends AnnalsError {
  readonly code = 'QUERY_FAILED';

  constructor(
    /** The query's class name. */
    readonly query: string,
    /** The handler's class name. */
    readonly handler: string,
    options: { readonly cause: unknown },
  ) {
    const reason = options.cause instanceof Error ? options.cause.message : String(options.cause);
    super(
      `${handler} failed to answer ${query}: ${reason}. The handler's own error is the cause of this one.`,
      options,
    );
  }
}
