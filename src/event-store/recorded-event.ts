/** Facts about an event that its handler did not write: who, why, and what it belongs to. */
export interface EventMetadata {
  /** Shared by everything that one first message led to. */
  readonly correlationId?: string;
  /** The id of the message (a command or an event) that led to this one. */
  readonly causationId?: string;
  /** The version of the event's data, where it is not 1. */
  readonly schemaVersion?: number;
  readonly [key: string]: unknown;
}

/** A fact as it was stored. Deeply frozen. */
export interface RecordedEvent<Data = Record<string, unknown>> {
  /** The stored type, such as `account.opened`. */
  readonly type: string;
  readonly data: Data;
  readonly metadata: EventMetadata;
  readonly streamId: string;
  /** Its place in its stream, from 0, without gaps. */
  readonly streamPosition: number;
  /** Its place in the order over all streams, from 0; gaps are allowed. */
  readonly globalPosition: number;
  readonly eventId: string;
  /** When it was stored, by the database's clock; never earlier than that of an event at a lower position. */
  readonly createdAt: Date;
}
