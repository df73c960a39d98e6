import type { RecordedEvent } from '../../../src/event-store/index.js';
import type { Operation } from './history.js';
import type { StoredDocument } from './stored-log.js';

/** Where and what an event was that a reader saw. */
export type SeenEvent = Pick<RecordedEvent, 'eventId' | 'streamId' | 'streamPosition' | 'globalPosition'>;

/** What one reader saw, in the order in which it saw it. */
export interface Reading {
  readonly name: string;
  /** What it asked for; everything by default. */
  readonly types?: readonly string[];
  readonly streamId?: string;
  readonly seen: readonly SeenEvent[];
}

/** All that is known after a fault test. */
export interface Evidence {
  /** What the writers meant to do and were told. */
  readonly history: readonly Operation[];
  /** What lies in the database in the end, ordered by global position. */
  readonly log: readonly StoredDocument[];
  readonly readings: readonly Reading[];
}

const tombstoneStreamId = '$tombstones';

export function commitsOf({ log }: Pick<Evidence, 'log'>): readonly StoredDocument[] {
  return log.filter(({ streamId }) => streamId !== tombstoneStreamId);
}

/** The events of the log, in global order. */
export function eventsOf(evidence: Pick<Evidence, 'log'>): readonly (SeenEvent & { readonly type: string })[] {
  return commitsOf(evidence).flatMap(({ globalPosition, streamId, streamPosition, eventIds, types }) =>
    eventIds.map((eventId, index) => ({
      eventId,
      type: types[index] ?? '',
      streamId,
      streamPosition: streamPosition + index,
      globalPosition: globalPosition + index,
    })),
  );
}
