import { AnnalsError } from './annals-error.js';

/** Thrown when a read model did not reach a position within the time limit; ask again, or look at its status. */
export class ProjectionBehindError extends AnnalsError {
  readonly code = 'PROJECTION_BEHIND';

  constructor(
    readonly projection: string,
    /** The global position to reach. */
    readonly target: number,
    /** The global position that it had reached. */
    readonly position: number,
    /** The time limit in milliseconds. */
    readonly timeoutMs: number,
    options?: { readonly cause?: unknown },
  ) {
    const failure = options?.cause instanceof Error ? ` Its last error: ${options.cause.message}.` : '';
    super(
      `Projection '${projection}' is at position ${String(position)} and did not reach ${String(target)} within ` +
        `${String(timeoutMs)} ms.${failure} Ask again, or look at app.projections.status().`,
      { ...options, retryable: true },
    );
  }
}
