import { Long } from 'mongodb';
import { StorageError } from '../../../errors/index.js';
import { deepFreeze, type PreparedEvent, type RecordedEvent } from '../../../event-store/index.js';

/** A document of the log: the events of one append. Only ever inserted. */
export interface CommitDocument {
  /** The global position of the first event. A Long where it is written, a number where it is read. */
  readonly _id: Long | number;
  readonly streamId: string;
  /** The stream position of the first event. */
  readonly position: Long | number;
  readonly count: number;
  readonly events: readonly PreparedEvent[];
  /** The server's clock when the position was reserved. */
  readonly createdAt: Date;
}

/** A document that holds a position so that no commit lands there any more. */
export type TombstoneDocument = Omit<CommitDocument, 'events' | 'createdAt'>;

/** Where a document lies, without its events. */
export type CommitPlace = Pick<CommitDocument, '_id' | 'count'>;

export const commitPlaceProjection = { _id: 1, count: 1 } as const;

/** What an append becomes when it has its places. */
export interface PlacedCommit {
  readonly streamId: string;
  readonly streamPosition: number;
  readonly globalPosition: number;
  readonly events: readonly PreparedEvent[];
  readonly createdAt: Date;
}

export function toDocument(commit: PlacedCommit): CommitDocument {
  return {
    _id: Long.fromNumber(commit.globalPosition),
    streamId: commit.streamId,
    position: commit.streamPosition,
    count: commit.events.length,
    events: commit.events,
    createdAt: commit.createdAt,
  };
}

/** Reads a position, which is never rounded. @throws StorageError */
export function exactPosition(value: Long | number): number {
  if (typeof value === 'number') return value;
  throw new StorageError(
    'STORE_CORRUPT',
    `The position ${value.toString()} is past 2^53 - 1: it cannot be read exactly.`,
  );
}

/** The position after the last one of a document. */
export function endOf({ _id, count }: CommitPlace): number {
  return exactPosition(_id) + count;
}

/** The event at an index of a document, deeply frozen. */
export function toRecordedEvent(commit: CommitDocument, index: number): RecordedEvent {
  const event = commit.events[index];
  if (event === undefined) throw corrupt(commit);
  return freezeRecorded(event, {
    streamId: commit.streamId,
    streamPosition: exactPosition(commit.position) + index,
    globalPosition: exactPosition(commit._id) + index,
    createdAt: index === 0 ? commit.createdAt : new Date(commit.createdAt),
  });
}

/** The events of a commit as they are stored, without reading it back. */
export function toRecordedEvents(commit: PlacedCommit): RecordedEvent[] {
  return commit.events.map((event, index) =>
    freezeRecorded(event, {
      streamId: commit.streamId,
      streamPosition: commit.streamPosition + index,
      globalPosition: commit.globalPosition + index,
      createdAt: new Date(commit.createdAt),
    }),
  );
}

interface EventPlace {
  readonly streamId: string;
  readonly streamPosition: number;
  readonly globalPosition: number;
  readonly createdAt: Date;
}

function freezeRecorded(event: PreparedEvent, place: EventPlace): RecordedEvent {
  return Object.freeze({
    type: event.type,
    data: deepFreeze(event.data),
    metadata: deepFreeze(event.metadata),
    streamId: place.streamId,
    streamPosition: place.streamPosition,
    globalPosition: place.globalPosition,
    eventId: event.eventId,
    createdAt: Object.freeze(place.createdAt),
  });
}

function corrupt({ _id, streamId }: CommitDocument): StorageError {
  return new StorageError(
    'STORE_CORRUPT',
    `The document ${String(_id)} of stream '${streamId}' holds fewer events than it counts.`,
  );
}
