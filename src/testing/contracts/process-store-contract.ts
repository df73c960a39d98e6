import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { PendingCommand, ProcessRecord } from '../../process-managers/process-record.js';
import type { ProcessStore } from '../../process-managers/process-store.js';
import { testRunner } from './test-runner.js';
import { useSubject, type CreateContractSubject } from './subject.js';
import { range } from './support.js';

const command: PendingCommand = {
  commandId: 'c-1',
  type: 'money.withdraw',
  properties: { accountId: 'a', at: new Date('2026-01-02T03:04:05.678Z'), $or: [{ 'a.b': 1 }] },
  correlationId: 'correlation',
  causationId: null,
  metadata: { user: 'ada' },
  eventId: 'e-1',
};

const failure = {
  attempts: 3,
  error: { name: 'Error', message: 'no', code: null },
  failedAt: new Date('2026-01-03T00:00:00Z'),
};

function recordOf(manager: string, id: string, changes: Partial<ProcessRecord> = {}): ProcessRecord {
  const startedAt = new Date('2026-01-01T00:00:00Z');
  return {
    manager,
    id,
    slice: 3,
    version: 0,
    state: undefined,
    position: 17,
    parts: ['a@1#b'],
    pending: [],
    deadlines: [],
    dueAt: null,
    failure: null,
    startedAt,
    updatedAt: startedAt,
    completedAt: null,
    ...changes,
  };
}

const past = (seconds: number) => new Date(Date.now() - seconds * 1_000);
const hour = 3_600_000;

/** Each test has a process manager of its own. */
const newManager = () => `m-${randomUUID()}`;

/**
 * Tests every promise of the process store port on an adapter. Needs the globals of Jest, or of Vitest with
 * `globals: true`.
 *
 * @param create opens the store under test; each call opens the same data anew, as another process would
 */
export function describeProcessStoreContract(name: string, create: CreateContractSubject<ProcessStore>): void {
  const { describe, it } = testRunner();

  describe(`${name} keeps the process store contract`, () => {
    const subject = useSubject(create);
    const add = async (record: ProcessRecord) => assert.equal(await subject.store.save(record, -1), true);

    it('may be prepared again', async () => {
      await Promise.all([subject.store.prepare(), subject.other.prepare()]);
    });

    it('has none at first', async () => {
      const manager = newManager();
      assert.equal(await subject.store.load(manager, 'a'), null);
      assert.equal(await subject.store.load(manager, 'a', true), null);
      assert.equal(await subject.store.remove(manager, 'a'), false);
      assert.deepEqual(await subject.store.status(manager), { active: 0, overdue: 0, dead: 0, nextDueAt: null });
    });

    const states: readonly unknown[] = [
      undefined,
      null,
      7,
      'text',
      [1, [2]],
      { from: 'a', $set: { 'b.c': [new Date(0), null, -0, 2 ** 52] } },
    ];
    for (const [index, state] of states.entries()) {
      it(`gives back what was stored, to every process: state ${String(index)}`, async () => {
        const deadline = { name: 'payment', dueAt: past(-60), correlationId: 'x', metadata: { user: 'ada' } };
        const record = recordOf(newManager(), 'é/$ 😀', {
          state,
          pending: [command, { ...command, commandId: 'c-2', eventId: null }],
          deadlines: [deadline],
          dueAt: deadline.dueAt,
          failure,
          completedAt: past(1),
        });
        await add(record);
        assert.deepEqual(await subject.other.load(record.manager, record.id), record);
        const quiet = recordOf(record.manager, 'quiet', { state });
        await add(quiet);
        assert.deepEqual(await subject.other.load(record.manager, 'quiet'), quiet);
      });
    }

    it('shares nothing with its caller', async () => {
      const state = { list: [1] };
      const record = recordOf(newManager(), 'a', { state });
      await add(record);
      state.list.push(2);
      const read = await subject.store.load(record.manager, 'a');
      (read?.state as typeof state).list.push(3);
      assert.deepEqual((await subject.store.load(record.manager, 'a'))?.state, { list: [1] });
    });

    it('replaces a record of the version given, and no other', async () => {
      const first = recordOf(newManager(), 'a');
      assert.equal(await subject.store.save({ ...first, version: 1 }, 0), false);
      await add(first);
      assert.equal(await subject.other.save(first, -1), false);
      const second = { ...first, version: 1, state: 'second' };
      assert.equal(await subject.other.save(second, 0), true);
      for (const expected of [-1, 0, 2]) {
        assert.equal(await subject.store.save({ ...first, version: expected + 1, state: 'late' }, expected), false);
      }
      assert.deepEqual(await subject.store.load(first.manager, 'a'), second);
    });

    for (const expected of [-1, 0]) {
      it(`lets one of several processes replace version ${String(expected)} at the same time`, async () => {
        const record = recordOf(newManager(), 'a');
        if (expected === 0) await add(record);
        const saved = await Promise.all(
          range(16).map((state) =>
            (state % 2 === 0 ? subject.store : subject.other).save(
              { ...record, version: expected + 1, state },
              expected,
            ),
          ),
        );
        assert.equal(saved.filter(Boolean).length, 1);
        assert.equal((await subject.store.load(record.manager, 'a'))?.state, saved.indexOf(true));
      });
    }

    it('keeps the instances of different managers and ids apart', async () => {
      const manager = newManager();
      const refs = [
        [manager, 'a'],
        [manager, 'A'],
        [manager, 'a/b'],
        [manager, 'a '],
        [`${manager}-a`, 'a'],
      ] as const;
      for (const [index, [owner, id]] of refs.entries()) await add(recordOf(owner, id, { state: index }));
      for (const [index, [owner, id]] of refs.entries()) {
        assert.equal((await subject.other.load(owner, id))?.state, index);
        assert.equal((await subject.other.load(owner, id, true))?.state, index);
      }
    });

    it('removes a record, of any version or of the one given', async () => {
      const record = recordOf(newManager(), 'a', { version: 4 });
      await add(record);
      assert.equal(await subject.other.remove(record.manager, 'a', 3), false);
      assert.equal(await subject.other.remove(record.manager, 'a', 4), true);
      assert.equal(await subject.store.load(record.manager, 'a'), null);
      await add(record);
      assert.equal(await subject.store.remove(record.manager, 'a'), true);
      assert.equal(await subject.store.remove(record.manager, 'a'), false);
    });

    it('tells what is due, the earliest first, in the slices given', async () => {
      const manager = newManager();
      await add(recordOf(manager, 'second', { dueAt: past(5), slice: 0 }));
      await add(recordOf(manager, 'first', { dueAt: past(9), slice: 2 }));
      await add(recordOf(manager, 'third', { dueAt: past(1), slice: 2 }));
      await add(recordOf(manager, 'completed', { dueAt: past(3), slice: 0, completedAt: past(20) }));
      await add(recordOf(manager, 'elsewhere', { dueAt: past(5), slice: 1 }));
      await add(recordOf(manager, 'later', { dueAt: past(-60), slice: 0 }));
      await add(recordOf(manager, 'never', { slice: 0 }));
      await add(recordOf(`${manager}-2`, 'other', { dueAt: past(5), slice: 0 }));
      const idsOf = async (slices: number[], maxCount = 10) =>
        (await subject.other.due(manager, slices, maxCount)).records.map(({ id }) => id);
      assert.deepEqual(await idsOf([0, 2]), ['first', 'second', 'completed', 'third']);
      assert.deepEqual(await idsOf([0, 2], 2), ['first', 'second']);
      assert.deepEqual(await idsOf([1]), ['elsewhere']);
      assert.deepEqual(await idsOf([]), []);
      const { at, records } = await subject.store.due(manager, [1], 1);
      assert.ok(Math.abs(at.getTime() - Date.now()) < hour);
      assert.deepEqual(records[0], await subject.store.load(manager, 'elsewhere'));
    });

    it('counts what is active, overdue and dead, and knows what is next', async () => {
      const manager = newManager();
      const [nextDueAt, later] = [past(9), past(-60)];
      await add(recordOf(manager, 'a', { dueAt: nextDueAt }));
      await add(recordOf(manager, 'b', { dueAt: later }));
      await add(recordOf(manager, 'c', { failure }));
      await add(recordOf(manager, 'd', { failure, dueAt: later }));
      await add(recordOf(manager, 'e', { completedAt: past(1) }));
      await add(recordOf(`${manager}-2`, 'a', { dueAt: past(99), failure }));
      assert.deepEqual(await subject.other.status(manager), { active: 4, overdue: 1, dead: 1, nextDueAt });
    });

    it('finds what has failed, page by page', async () => {
      const manager = newManager();
      const next = `${manager}-2`;
      await add(recordOf(manager, 'quiet'));
      await add(recordOf(next, 'a', { failure }));
      for (const id of ['c', 'a', 'b/b', 'b']) {
        await add(recordOf(manager, id, { failure, ...(id === 'b' && { dueAt: past(-60) }) }));
      }
      const idsOf = (records: readonly ProcessRecord[]) => records.map(({ id }) => id);
      const own = { manager, maxCount: 10 };
      assert.deepEqual(idsOf(await subject.other.findFailed(own)), ['a', 'b', 'b/b', 'c']);
      assert.deepEqual(idsOf(await subject.other.findFailed({ ...own, isDead: true })), ['a', 'b/b', 'c']);
      assert.deepEqual(idsOf(await subject.other.findFailed({ ...own, isDead: false })), ['b']);
      const after = { manager, id: 'b' };
      assert.deepEqual(idsOf(await subject.other.findFailed({ ...own, after, maxCount: 1 })), ['b/b']);
      const all = await subject.store.findFailed({ after: { manager, id: 'b/b' }, maxCount: 2 });
      assert.deepEqual(
        all.map((record) => [record.manager, record.id]),
        [
          [manager, 'c'],
          [next, 'a'],
        ],
      );
      assert.deepEqual(all[0], await subject.store.load(manager, 'c'));
    });

    it('finds what has not completed, page by page', async () => {
      const manager = newManager();
      await add(recordOf(manager, 'over', { completedAt: past(1) }));
      for (const id of ['c', 'a', 'b']) await add(recordOf(manager, id));
      const pageAfter = async (id?: string) => {
        const after = id === undefined ? {} : { after: { manager, id } };
        return (await subject.other.find({ manager, maxCount: 2, ...after })).map((record) => record.id);
      };
      assert.deepEqual([await pageAfter(), await pageAfter('b'), await pageAfter('c')], [['a', 'b'], ['c'], []]);
    });
  });
}
