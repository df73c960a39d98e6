import { AnnalsError } from './annals-error.js';

/** Thrown when an event id is already taken by another append. Nothing was stored. */
export class DuplicateEventIdError extends AnnalsError {
  readonly code = 'DUPLICATE_EVENT_ID';

  constructor(
    readonly streamId: string,
    readonly eventIds: readonly string[],
    options?: { readonly cause?: unknown },
  ) {
    super(
      `An append to stream '${streamId}' uses event ids that another append already stored (${eventIds.join(', ')}); ` +
        `nothing was stored. Give every event an id of its own, or repeat the whole append unchanged.`,
      options,
    );
  }
}
