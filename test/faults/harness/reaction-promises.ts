import type { RecordedEvent } from '../../../src/index.js';
import type { Handled } from './handled.js';
import type { Fate } from './post-office.js';

/** All that is known after a fault test of reactions. */
export interface ReactionEvidence {
  /** The log in the end, in its order. */
  readonly events: readonly Pick<RecordedEvent, 'data' | 'streamId' | 'streamPosition' | 'type'>[];
  /** What the subscribers have handled, in the order in which it happened. */
  readonly handled: readonly Handled[];
  /** What the projection has counted, by stream. */
  readonly tallies: ReadonlyMap<string, number>;
  readonly parcels: ReadonlyMap<string, Fate>;
  readonly deadLetters: readonly string[];
  /** How many events may have been handled more than once. */
  readonly mostDoubles: number;
}

/** Says which promises of reactions were broken; nothing when none was. */
export function brokenPromises(evidence: ReactionEvidence): readonly string[] {
  return [
    ...brokenOrder(evidence),
    ...tooManyDoubles(evidence),
    ...wrongTallies(evidence),
    ...wrongNotices(evidence),
    ...evidence.deadLetters.map((letter) => `there is a dead letter: ${letter}`),
  ];
}

/** How many of the calls were not the first one for their event. */
export function doublesIn(handled: readonly Handled[]): number {
  return handled.length - new Set(handled.map(({ streamId, streamPosition }) => `${streamPosition} ${streamId}`)).size;
}

/** Every event is handled, and none before all that come before it in its stream. */
function brokenOrder({ events, handled }: ReactionEvidence): readonly string[] {
  const broken: string[] = [];
  const next = new Map<string, number>();
  for (const { by, streamId, streamPosition } of handled) {
    const expected = next.get(streamId) ?? 0;
    if (streamPosition > expected) {
      broken.push(`${by} has handled ${streamId}/${streamPosition} before anybody has handled ${expected}`);
    }
    next.set(streamId, Math.max(expected, streamPosition + 1));
  }
  const seen = new Set(handled.map(({ streamId, streamPosition }) => `${streamId}/${streamPosition}`));
  for (const { streamId, streamPosition } of events) {
    const event = `${streamId}/${streamPosition}`;
    if (!seen.has(event)) broken.push(`nobody has handled ${event}`);
  }
  return broken;
}

function tooManyDoubles({ handled, mostDoubles }: ReactionEvidence): readonly string[] {
  const doubles = doublesIn(handled);
  return doubles > mostDoubles ? [`${doubles} events came again, and no more than ${mostDoubles} may`] : [];
}

/** The projection has counted every event once. */
function wrongTallies({ events, tallies }: ReactionEvidence): readonly string[] {
  const counts = new Map<string, number>();
  for (const { streamId } of events) counts.set(streamId, (counts.get(streamId) ?? 0) + 1);
  return [...new Set([...counts.keys(), ...tallies.keys()])].flatMap((streamId) => {
    const [count, tally] = [counts.get(streamId) ?? 0, tallies.get(streamId) ?? 0];
    return tally === count ? [] : [`the projection has counted ${tally} events of ${streamId}, which has ${count}`];
  });
}

/** Every command was carried out once, and every deadline that was not cancelled has come once. */
function wrongNotices({ events, parcels }: ReactionEvidence): readonly string[] {
  const notices = new Map<string, string[]>();
  for (const { type, streamId, data } of events) {
    if (type !== 'notice.given') continue;
    const given = `${String(data.step)} ${String(data.kind)}`;
    notices.set(streamId, [...(notices.get(streamId) ?? []), given]);
  }
  return [...parcels].flatMap(([parcelId, fate]) => {
    const expected = ['1 announced', fate === 'arrived' ? '2 confirmed' : '2 complained'].join(', ');
    const given = (notices.get(`notice-${parcelId}`) ?? []).join(', ');
    return given === expected ? [] : [`the notices of a parcel that has ${fate} are: ${given || 'none'}`];
  });
}
