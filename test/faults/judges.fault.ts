import type { Evidence } from './harness/evidence.js';
import type { Operation, Outcome, Part } from './harness/history.js';
import { violations } from './harness/invariants.js';
import { judgeLinearizability } from './harness/linearizability.js';
import type { StoredDocument } from './harness/stored-log.js';

/** That the judges of the fault tests can say no: to histories and logs that break one promise each. */

const part = (streamId: string, expected: Part['expected'], ...eventIds: string[]): Part => ({
  streamId,
  expected,
  eventIds,
});

const stored = (...places: readonly (readonly [streamVersion: number, globalPosition: number])[]): Outcome => ({
  kind: 'stored',
  places: places.map(([streamVersion, globalPosition]) => ({ streamVersion, globalPosition })),
});

function append(id: string, [calledAt, returnedAt]: [number, number], outcome: Outcome, ...parts: Part[]): Operation {
  return { id, calledAt, returnedAt, outcome, intent: { kind: 'append', parts } };
}

function read(id: string, [calledAt, returnedAt]: [number, number], streamId: string, version: number): Operation {
  return { id, calledAt, returnedAt, outcome: { kind: 'version', version }, intent: { kind: 'read', streamId } };
}

function commit(
  globalPosition: number,
  streamId: string,
  streamPosition: number,
  ...eventIds: string[]
): StoredDocument {
  const types = eventIds.map(() => 'fault.even');
  const createdAt = 1_000 + globalPosition;
  return { globalPosition, streamId, streamPosition, count: eventIds.length, eventIds, types, createdAt };
}

const tombstone = (globalPosition: number): StoredDocument => ({
  ...commit(globalPosition, '$tombstones', globalPosition),
  count: 1,
});

const seen = (globalPosition: number, streamId: string, streamPosition: number, eventId: string) => ({
  globalPosition,
  streamId,
  streamPosition,
  eventId,
});

const never = Number.POSITIVE_INFINITY;
const [first, second, several] = [
  append('w/1', [0, 10], stored([1, 1]), part('a', 'no_stream', 'e1', 'e2')),
  append('w/2', [20, 30], { kind: 'conflict', streamId: 'a', actual: 1 }, part('a', 0, 'e3')),
  append('w/3', [40, never], { kind: 'unknown' }, part('a', 1, 'e4'), part('b', 'any', 'e5')),
] as const;
const log = [
  commit(0, 'a', 0, 'e1', 'e2'),
  tombstone(1), // came after the commit, into the middle of it
  tombstone(2),
  commit(3, 'a', 2, 'e4'),
  commit(4, 'b', 0, 'e5'),
] as const;
const all = [seen(0, 'a', 0, 'e1'), seen(1, 'a', 1, 'e2'), seen(3, 'a', 2, 'e4'), seen(4, 'b', 0, 'e5')] as const;
const sound: Evidence = { history: [first, second, several], log, readings: [{ name: 'a reader', seen: all }] };

/** The log is judged alone: readers of it are right. */
const withLog = (...documents: readonly StoredDocument[]): Evidence => ({ ...sound, log: documents, readings: [] });
const withSeen = (...events: Evidence['readings'][number]['seen']): Evidence => ({
  ...sound,
  readings: [{ name: 'a reader', seen: events }],
});

test('sound evidence breaks no promise', () => {
  expect(violations(sound)).toEqual([]);
  expect(violations({ ...withLog(...log.slice(0, 3)) })).toEqual([]); // what is not known may be absent
});

test.each<[string, Evidence, RegExp]>([
  ['a lost append', withLog(...log.slice(2)), /w\/1 is not stored, although it was acknowledged/],
  ['a gap in a stream', withLog(log[0], log[2], commit(3, 'a', 3, 'e4'), log[4]), /position 2 belongs/],
  ['a double in a stream', withLog(log[0], log[2], commit(3, 'a', 1, 'e4'), log[4]), /position 2 belongs/],
  ['an event stored twice', withLog(...log, commit(5, 'b', 1, 'e5')), /e5 is stored twice/],
  ['an open hole', withLog(log[0], log[3], log[4]), /positions 2 to 2 hold neither/],
  ['commits that overlap', withLog(log[0], commit(1, 'a', 2, 'e4'), log[2], commit(3, 'b', 0, 'e5')), /lies inside/],
  ['a part of an append', withLog(commit(0, 'a', 0, 'e1'), tombstone(1)), /w\/1 is stored in part/],
  ['some streams of an append', withLog(...log.slice(0, 4)), /w\/3 is stored in some of its streams only/],
  ['a refused append', withLog(...log, commit(5, 'a', 3, 'e3')), /w\/2 is stored, although it was refused/],
  ['an event of nobody', withLog(...log, commit(5, 'a', 3, 'e9')), /nobody appended/],
  ['time that goes back', withLog(log[0], log[2], { ...log[3], createdAt: 1 }, log[4]), /older than a commit/],
  ['a wrong place', { ...sound, history: [{ ...first, outcome: stored([1, 7]) }, second, several] }, /acknowledged as/],
  ['an event that a reader skipped', withSeen(all[0], all[2], all[3]), /saw 3 .* where 1 /],
  ['an event that a reader saw twice', withSeen(all[0], all[1], all[1], all[2], all[3]), /saw 1 .* where 3 /],
  ['events in the wrong order', withSeen(all[0], all[1], all[3], all[2]), /saw 4 .* where 3 /],
  ['an end that a reader never saw', withSeen(...all.slice(0, 3)), /never saw 4/],
])('the invariants find %s', (_, evidence, found) => {
  expect(violations(evidence).join('\n')).toMatch(found);
});

describe('the linearizability checker', () => {
  const judge = async (...history: Operation[]) => {
    const { verdict } = await judgeLinearizability(history, 'hand-made');
    return verdict;
  };

  test('accepts a legal history, in which the unknown append takes effect late', async () => {
    const late = read('w/4', [50, 60], 'a', 1);
    const later = read('w/5', [70, 80], 'a', 2);
    expect(['linearizable', 'unjudged']).toContain(await judge(first, second, several, late, later));
  });

  test.each<[string, Operation[]]>([
    ['a read of the past', [first, read('w/4', [20, 30], 'a', -1)]],
    [
      'an append that two were told to have made',
      [first, append('w/4', [5, 15], stored([1, 3]), part('a', 'no_stream', 'x', 'y'))],
    ],
    ['an append that passed a wrong version', [first, append('w/4', [20, 30], stored([3, 9]), part('a', 0, 'x', 'y'))]],
    [
      'a conflict that was none',
      [first, append('w/4', [20, 30], { kind: 'conflict', streamId: 'a', actual: 1 }, part('a', 1, 'x'))],
    ],
    [
      'an unknown append that happened and then did not',
      [first, several, read('w/4', [50, 60], 'a', 2), read('w/5', [70, 80], 'a', 1)],
    ],
  ])('refuses %s', async (_, history) => {
    expect(['illegal', 'unjudged']).toContain(await judge(...history));
  });
});
