import assert from 'node:assert/strict';
import { allDocuments, changesOf, newReadModel, type ReadModelSubject } from './read-models.js';
import { testRunner } from '../test-runner.js';
import { assertRejects, range } from '../support.js';

export function describeCommitting(subject: ReadModelSubject): void {
  const { describe, it } = testRunner();

  describe('committing a page', () => {
    it('begins with no documents at position -1', async () => {
      const { table } = await newReadModel(subject);
      assert.equal(await table.position(), -1);
      assert.deepEqual(await allDocuments(table), []);
      assert.equal(await table.get('a'), null);
      assert.equal(await table.count({}), 0);
    });

    it('stores new documents and the position, for every process', async () => {
      const { table, other } = await newReadModel(subject);
      assert.equal(await table.commit({ changes: changesOf({ a: { n: 1 }, b: { n: 2 } }), from: -1, to: 7 }), true);
      assert.deepEqual(await other.get('a'), { n: 1 });
      assert.deepEqual(await other.get('b'), { n: 2 });
      assert.equal(await other.position(), 7);
    });

    it('replaces whole documents and takes documents away', async () => {
      const { table } = await newReadModel(subject);
      const first = changesOf({ a: { n: 1, old: true }, b: { n: 2 }, c: { n: 3 } });
      await table.commit({ changes: first, from: -1, to: 1 });
      const second = changesOf({ a: { n: 10 }, b: null, d: { n: 4 }, e: null });
      assert.equal(await table.commit({ changes: second, from: 1, to: 2 }), true);
      assert.deepEqual(await allDocuments(table), [{ n: 10 }, { n: 3 }, { n: 4 }]);
      assert.equal(await table.get('b'), null);
    });

    it('moves the position also when nothing changes', async () => {
      const { table } = await newReadModel(subject);
      assert.equal(await table.commit({ changes: [], from: -1, to: 5 }), true);
      assert.equal(await table.commit({ changes: [], from: 5, to: Number.MAX_SAFE_INTEGER }), true);
      assert.equal(await table.position(), Number.MAX_SAFE_INTEGER);
    });

    it('changes nothing when the position is another', async () => {
      const { table, other } = await newReadModel(subject);
      assert.equal(await table.commit({ changes: changesOf({ a: { n: 1 } }), from: 0, to: 5 }), false);
      assert.equal(await table.position(), -1);
      await table.commit({ changes: changesOf({ a: { n: 1 } }), from: -1, to: 5 });
      for (const from of [-1, 4, 6]) {
        assert.equal(await other.commit({ changes: changesOf({ a: null, b: { n: 2 } }), from, to: 9 }), false);
        assert.equal(await other.commit({ changes: [], from, to: 9 }), false);
      }
      assert.deepEqual(await allDocuments(table), [{ n: 1 }]);
      assert.equal(await table.position(), 5);
    });

    it('stores nothing when one document among good ones cannot be stored', async () => {
      const { table } = await newReadModel(subject);
      await table.commit({ changes: changesOf({ a: { n: 1 } }), from: -1, to: 5 });
      const changes = changesOf({ a: { n: 2 }, b: { f: () => 1 }, c: { n: 3 } });
      await assertRejects(() => table.commit({ changes, from: 5, to: 6 }), { code: 'UNSTORABLE_DATA' });
      assert.deepEqual(await allDocuments(table), [{ n: 1 }]);
      assert.equal(await table.position(), 5);
    });

    it('lets one of several processes commit the same page at the same time', async () => {
      const { table, other } = await newReadModel(subject);
      for (const from of [-1, 0]) {
        const done = await Promise.all(
          range(8).map((number) =>
            (number % 2 === 0 ? table : other).commit({
              changes: changesOf({ [`${from}-${number}`]: { number }, last: { number } }),
              from,
              to: from + 1,
            }),
          ),
        );
        assert.equal(done.filter(Boolean).length, 1);
        assert.deepEqual(await table.get('last'), { number: done.indexOf(true) });
      }
      assert.equal(await table.count({}), 3);
    });

    it('takes a page of 5 000 documents', async () => {
      const { table } = await newReadModel(subject);
      const changes = range(5_000).map((n) => ({ key: `k${n}`, document: { n } }));
      assert.equal(await table.commit({ changes, from: -1, to: 1 }), true);
      assert.equal(await table.count({}), 5_000);
      assert.equal((await table.getMany(changes.map(({ key }) => key))).size, 5_000);
    });

    it('keeps read models of different names apart', async () => {
      const [one, two] = [await newReadModel(subject), await newReadModel(subject)];
      await one.table.commit({ changes: changesOf({ a: { n: 1 } }), from: -1, to: 5 });
      assert.equal(await two.table.get('a'), null);
      assert.equal(await two.table.position(), -1);
    });

    it('is not undone by preparing again', async () => {
      const { name, table } = await newReadModel(subject);
      await table.commit({ changes: changesOf({ a: { n: 1 } }), from: -1, to: 5 });
      await subject.other.live(name).prepare([{ fields: { n: 'asc' } }]);
      await table.prepare([{ fields: { n: 'asc' } }]);
      assert.deepEqual(await table.get('a'), { n: 1 });
      assert.equal(await table.position(), 5);
    });
  });
}
