import type { Handled } from './harness/handled.js';
import { brokenPromises, doublesIn, type ReactionEvidence } from './harness/reaction-promises.js';

/** That the judge of reactions can say no: to evidence that breaks one promise each. */

type LoggedEvent = ReactionEvidence['events'][number];

const tick = (streamPosition: number): LoggedEvent => ({ type: 'ticked', streamId: 'a', streamPosition, data: {} });
const notice = (parcelId: string, streamPosition: number, kind: string, step = streamPosition + 1): LoggedEvent => ({
  type: 'notice.given',
  streamId: `notice-${parcelId}`,
  streamPosition,
  data: { kind, step },
});

const announced = notice('x', 0, 'announced');
const confirmed = notice('x', 1, 'confirmed');
const complained = notice('x', 1, 'complained');

/** All of these were handled once, in this order. */
const handledBy = (by: string, ...events: readonly LoggedEvent[]): readonly Handled[] =>
  events.map(({ streamId, streamPosition }, at) => ({ by, at, streamId, streamPosition }));

/** What is right after these events, about a parcel that has arrived. */
function after(...events: readonly LoggedEvent[]): ReactionEvidence {
  const tallies = new Map<string, number>();
  for (const { streamId } of events) tallies.set(streamId, (tallies.get(streamId) ?? 0) + 1);
  const parcels = new Map([['x', 'arrived' as const]]);
  return { events, handled: handledBy('one', ...events), tallies, parcels, deadLetters: [], mostDoubles: 0 };
}

const events = [tick(0), tick(1), announced, tick(2), confirmed] as const;
const sound = after(...events);
const [first, second, , third] = sound.handled as [Handled, Handled, Handled, Handled, Handled];

test('sound evidence breaks no promise, also when a killed process made some events come again', () => {
  expect(brokenPromises(sound)).toEqual([]);
  const handled = [...handledBy('killed', tick(0), tick(1)), ...sound.handled];
  expect(doublesIn(handled)).toBe(2);
  expect(brokenPromises({ ...sound, handled, mostDoubles: 2 })).toEqual([]);
});

test.each<[string, ReactionEvidence, RegExp]>([
  ['an event that nobody has handled', { ...sound, handled: sound.handled.filter((one) => one !== third) }, /a\/2/],
  ['an event out of order', { ...sound, handled: [second, first, ...sound.handled.slice(2)] }, /one has handled a\/1/],
  ['too many doubles', { ...sound, handled: [...sound.handled, third] }, /1 events came again/],
  ['a tally that is too small', { ...sound, tallies: new Map(sound.tallies).set('a', 2) }, /counted 2 events of a/],
  ['a tally of nothing', { ...sound, tallies: new Map(sound.tallies).set('b', 1) }, /counted 1 events of b/],
  ['a command that was lost', after(announced), /arrived are: 1 announced$/],
  ['a command that was carried out twice', after(announced, notice('x', 1, 'announced', 1)), /announced, 1 announced/],
  ['an event that a process has taken twice', after(announced, notice('x', 1, 'confirmed', 3)), /3 confirmed/],
  ['a deadline in spite of its cancellation', after(announced, complained), /arrived are: 1 announced, 2 complained/],
  ['a dead letter', { ...sound, deadLetters: ['{}'] }, /dead letter/],
])('the judge finds %s', (_, evidence, found) => {
  expect(brokenPromises(evidence).join('\n')).toMatch(found);
});
