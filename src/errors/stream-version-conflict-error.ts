import { AnnalsError } from './annals-error.js';

/** Thrown when a stream is not at the version that an append expects. Nothing was stored; read it again and decide anew. */
export class StreamVersionConflictError extends AnnalsError {
  readonly code = 'STREAM_VERSION_CONFLICT';
  /** The HTTP status that fits: Conflict. */
  readonly status = 409;

  constructor(
    readonly streamId: string,
    /** What the caller expected. */
    readonly expectedStreamVersion: number | 'any' | 'no_stream' | 'stream_exists',
    /** Where the stream is now: the position of its last event, -1 when it has none. */
    readonly actualStreamVersion: number,
    options?: { readonly cause?: unknown },
  ) {
    super(
      `Stream '${streamId}' is at version ${String(actualStreamVersion)}, but the append expected ` +
        `${String(expectedStreamVersion)}; nothing was stored. Read the stream again and decide on its new state.`,
      { ...options, retryable: true },
    );
  }
}
