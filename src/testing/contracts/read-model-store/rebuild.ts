import assert from 'node:assert/strict';
import { allDocuments, changesOf, newReadModel, newReadModelName, type ReadModelSubject } from './read-models.js';
import { testRunner } from '../test-runner.js';
import { assertRejects } from '../support.js';

export function describeRebuilding(subject: ReadModelSubject): void {
  const { describe, it } = testRunner();

  /** A read model with documents a and b at position 9. */
  const arrange = async () => {
    const model = await newReadModel(subject);
    await model.table.commit({ changes: changesOf({ a: { v: 1 }, b: { v: 1 } }), from: -1, to: 9 });
    const begin = async () => {
      const rebuild = await subject.store.beginRebuild(model.name);
      await rebuild.prepare([]);
      return rebuild;
    };
    return { ...model, begin };
  };

  describe('rebuilding', () => {
    it('begins empty, beside the live documents', async () => {
      const { table, other, begin } = await arrange();
      const rebuild = await begin();
      assert.equal(await rebuild.position(), -1);
      assert.deepEqual(await allDocuments(rebuild), []);
      assert.equal(await rebuild.commit({ changes: changesOf({ a: { v: 2 }, c: { v: 2 } }), from: -1, to: 4 }), true);
      assert.deepEqual(await allDocuments(rebuild), [{ v: 2 }, { v: 2 }]);
      assert.deepEqual(await rebuild.get('c'), { v: 2 });
      assert.equal(await rebuild.position(), 4);
      for (const live of [table, other]) {
        assert.deepEqual(await allDocuments(live), [{ v: 1 }, { v: 1 }]);
        assert.equal(await live.get('c'), null);
        assert.equal(await live.position(), 9);
      }
    });

    it('lets the live read model go on meanwhile', async () => {
      const { table, begin } = await arrange();
      const rebuild = await begin();
      await rebuild.commit({ changes: changesOf({ a: { v: 2 } }), from: -1, to: 4 });
      assert.equal(await table.commit({ changes: changesOf({ d: { v: 1 } }), from: 9, to: 10 }), true);
      assert.equal(await table.count({}), 3);
      assert.equal(await rebuild.count({}), 1);
    });

    it('puts documents and position in the place of the live ones when it is finished, for every process', async () => {
      const { name, table, other, begin } = await arrange();
      const rebuild = await begin();
      await rebuild.commit({ changes: changesOf({ a: { v: 2 }, c: { v: 3 } }), from: -1, to: 4 });
      await subject.store.finishRebuild(name);
      for (const live of [table, other, subject.store.live(name), subject.other.live(name)]) {
        assert.deepEqual(await allDocuments(live), [{ v: 2 }, { v: 3 }]);
        assert.equal(await live.get('b'), null);
        assert.equal(await live.position(), 4);
      }
    });

    it('makes a commit from the old position fail, and lets one from the new go on', async () => {
      const { name, table, other, begin } = await arrange();
      const rebuild = await begin();
      await rebuild.commit({ changes: changesOf({ a: { v: 2 } }), from: -1, to: 4 });
      await subject.store.finishRebuild(name);
      for (const live of [table, other]) {
        assert.equal(await live.commit({ changes: changesOf({ a: { v: 1 } }), from: 9, to: 10 }), false);
      }
      assert.deepEqual(await table.get('a'), { v: 2 });
      assert.equal(await other.commit({ changes: changesOf({ b: { v: 2 } }), from: 4, to: 5 }), true);
      assert.deepEqual(await allDocuments(table), [{ v: 2 }, { v: 2 }]);
    });

    it('makes a commit fail whose documents were read before the swap, although the position fits', async () => {
      const { name, table, begin } = await arrange();
      const rebuild = await begin();
      await rebuild.commit({ changes: changesOf({ a: { v: 2 } }), from: -1, to: 9 });
      await table.getMany(['a']);
      await subject.store.finishRebuild(name);
      assert.equal(await table.commit({ changes: changesOf({ a: { v: 1 } }), from: 9, to: 10 }), false);
      assert.deepEqual(await allDocuments(table), [{ v: 2 }]);
      assert.equal(await table.commit({ changes: changesOf({ a: { v: 3 } }), from: 9, to: 10 }), true);
    });

    it('drops what an earlier rebuild left', async () => {
      const { name, table, begin } = await arrange();
      const earlier = await begin();
      await earlier.commit({ changes: changesOf({ left: { v: 0 } }), from: -1, to: 3 });
      const rebuild = await begin();
      assert.equal(await rebuild.position(), -1);
      assert.deepEqual(await allDocuments(rebuild), []);
      await rebuild.commit({ changes: changesOf({ a: { v: 2 } }), from: -1, to: 4 });
      await subject.store.finishRebuild(name);
      assert.deepEqual(await allDocuments(table), [{ v: 2 }]);
      assert.equal(await table.position(), 4);
    });

    it('leaves the live documents as they are when it is given up, and can do nothing more', async () => {
      const { name, table, other, begin } = await arrange();
      const rebuild = await begin();
      await rebuild.commit({ changes: changesOf({ a: { v: 2 } }), from: -1, to: 4 });
      await rebuild.drop();
      await rebuild.drop();
      for (const live of [table, other]) {
        assert.deepEqual(await allDocuments(live), [{ v: 1 }, { v: 1 }]);
        assert.equal(await live.position(), 9);
      }
      const over = { code: 'INVALID_OPTION' };
      await assertRejects(() => rebuild.commit({ changes: [], from: 4, to: 5 }), over);
      await assertRejects(() => subject.store.finishRebuild(name), over);
      const next = await begin();
      assert.equal(await next.position(), -1);
      assert.deepEqual(await allDocuments(next), []);
    });

    it('takes nothing along when it is given up too late: neither the live documents nor another rebuild', async () => {
      const { name, table, begin } = await arrange();
      const earlier = await begin();
      const rebuild = await subject.other.beginRebuild(name);
      await rebuild.prepare([]);
      await earlier.drop();
      await assertRejects(() => subject.store.finishRebuild(name), { code: 'INVALID_OPTION' });
      assert.equal(await rebuild.commit({ changes: changesOf({ a: { v: 2 } }), from: -1, to: 4 }), true);
      await subject.other.finishRebuild(name);
      await rebuild.drop();
      assert.deepEqual(await allDocuments(table), [{ v: 2 }]);
      assert.equal(await table.position(), 4);
    });

    it('may end without any documents', async () => {
      const { name, table, begin } = await arrange();
      const rebuild = await begin();
      await rebuild.commit({ changes: [], from: -1, to: 4 });
      await subject.store.finishRebuild(name);
      assert.deepEqual(await allDocuments(table), []);
      assert.equal(await table.position(), 4);
    });

    it('takes its indexes along', async () => {
      const { name, table } = await arrange();
      const rebuild = await subject.store.beginRebuild(name);
      await rebuild.prepare([{ fields: { email: 'asc' }, unique: true }]);
      await rebuild.commit({ changes: changesOf({ a: { email: 'x' } }), from: -1, to: 4 });
      await subject.store.finishRebuild(name);
      await assertRejects(() => table.commit({ changes: changesOf({ b: { email: 'x' } }), from: 4, to: 5 }), {
        code: 'STORE_FAILED',
      });
    });

    it('can be done again and again', async () => {
      const { name, table, begin } = await arrange();
      for (const round of [1, 2, 3]) {
        const rebuild = await begin();
        await rebuild.commit({ changes: changesOf({ a: { round } }), from: -1, to: round });
        await subject.store.finishRebuild(name);
        assert.deepEqual(await allDocuments(table), [{ round }]);
        assert.equal(await table.position(), round);
      }
    });

    it('works for a read model that had nothing yet', async () => {
      const name = newReadModelName();
      const rebuild = await subject.store.beginRebuild(name);
      await rebuild.prepare([]);
      await rebuild.commit({ changes: changesOf({ a: { v: 2 } }), from: -1, to: 4 });
      await subject.store.finishRebuild(name);
      assert.deepEqual(await allDocuments(subject.other.live(name)), [{ v: 2 }]);
    });
  });
}
