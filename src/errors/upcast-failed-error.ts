import { AnnalsError } from './annals-error.js';

/** Thrown on reading an event that its upcaster cannot bring to a later version. The stored event is unchanged. */
export class UpcastFailedError extends AnnalsError {
  readonly code = 'UPCAST_FAILED';
  readonly streamId: string;
  readonly streamPosition: number;
  readonly globalPosition: number;

  constructor(
    /** The upcaster: its class name, or its type and versions. */
    readonly upcaster: string,
    event: { readonly streamId: string; readonly streamPosition: number; readonly globalPosition: number },
    reason: string,
    options?: { readonly cause?: unknown },
  ) {
    super(
      `${upcaster} cannot upcast the event at position ${String(event.streamPosition)} of stream '${event.streamId}': ` +
        `${reason}. The stored event is unchanged: correct the upcaster and read again.`,
      options,
    );
    ({ streamId: this.streamId, streamPosition: this.streamPosition, globalPosition: this.globalPosition } = event);
  }
}
