import {
  copyStorable,
  deepFreeze,
  type EventMetadata,
  type PreparedEvent,
  type RecordedEvent,
} from '../../event-store/index.js';

/** An event as the log keeps it: its moments are numbers or copied on the way out, for nothing can freeze a Date. */
export interface StoredEvent {
  readonly eventId: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: EventMetadata;
  readonly streamId: string;
  readonly streamPosition: number;
  readonly globalPosition: number;
  readonly append: StoredAppend;
  readonly holdsDate: boolean;
}

/** What the events of one append share. */
export interface StoredAppend {
  /** The global position of its first event. */
  readonly start: number;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

type StoredPlace = Pick<StoredEvent, 'streamId' | 'streamPosition' | 'globalPosition' | 'append'>;

export function storeEvent({ eventId, type, data, metadata }: PreparedEvent, place: StoredPlace): StoredEvent {
  return {
    eventId,
    type,
    data: deepFreeze(data),
    metadata: deepFreeze(metadata),
    ...place,
    holdsDate: holdsDate(data) || holdsDate(metadata),
  };
}

/** The event as a reader gets it: nothing that the reader can change is the store's own. */
export function toRecordedEvent(stored: StoredEvent): RecordedEvent {
  return Object.freeze({
    type: stored.type,
    data: stored.holdsDate ? ownCopy(stored.data) : stored.data,
    metadata: stored.holdsDate ? ownCopy(stored.metadata) : stored.metadata,
    streamId: stored.streamId,
    streamPosition: stored.streamPosition,
    globalPosition: stored.globalPosition,
    eventId: stored.eventId,
    createdAt: Object.freeze(new Date(stored.append.storedAt)),
  });
}

function ownCopy<T>(value: T): T {
  return deepFreeze(copyStorable(value, 'event').copy);
}

function holdsDate(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Date || Object.values(value).some(holdsDate);
}
