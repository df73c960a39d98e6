import assert from 'node:assert/strict';
import { allDocuments, changesOf, newReadModel, type ReadModelSubject } from './read-models.js';
import { testRunner } from '../test-runner.js';
import { assertRejects } from '../support.js';

export function describePreviewing(subject: ReadModelSubject): void {
  const { describe, it } = testRunner();

  /** A read model with document a at position 9. */
  const arrange = async () => {
    const model = await newReadModel(subject);
    await model.table.commit({ changes: changesOf({ a: { v: 1 } }), from: -1, to: 9 });
    const begin = async () => {
      const preview = await subject.store.beginPreview(model.name);
      await preview.prepare([]);
      return preview;
    };
    return { ...model, begin };
  };

  describe('previewing', () => {
    it('begins empty, and has documents and a position of its own', async () => {
      const { table, other, begin } = await arrange();
      const preview = await begin();
      assert.equal(await preview.position(), -1);
      assert.deepEqual(await allDocuments(preview), []);
      assert.equal(await preview.commit({ changes: changesOf({ a: { v: 2 }, b: { v: 3 } }), from: -1, to: 4 }), true);
      assert.equal(await table.commit({ changes: changesOf({ c: { v: 1 } }), from: 9, to: 10 }), true);
      assert.equal(await preview.commit({ changes: changesOf({ a: null, b: { v: 4 } }), from: 4, to: 6 }), true);
      assert.equal(await preview.position(), 6);
      assert.deepEqual(await allDocuments(preview), [{ v: 4 }]);
      assert.deepEqual(await preview.get('b'), { v: 4 });
      assert.deepEqual(await preview.getMany(['a', 'b']), new Map([['b', { v: 4 }]]));
      assert.equal(await preview.count({ v: 4 }), 1);
      for (const live of [table, other]) {
        assert.deepEqual(await allDocuments(live), [{ v: 1 }, { v: 1 }]);
        assert.equal(await live.position(), 10);
      }
      await preview.drop();
    });

    it('stores a page whole or not at all, and only from the position that it is at', async () => {
      const { name } = await arrange();
      const preview = await subject.store.beginPreview(name);
      await preview.prepare([{ fields: { email: 'asc' }, unique: true }]);
      assert.equal(await preview.commit({ changes: changesOf({ a: { email: 'x' } }), from: 0, to: 4 }), false);
      assert.equal(await preview.commit({ changes: [], from: 0, to: 4 }), false);
      const doubled = changesOf({ a: { email: 'x' }, b: { email: 'x' } });
      await assertRejects(() => preview.commit({ changes: doubled, from: -1, to: 4 }), { code: 'STORE_FAILED' });
      assert.deepEqual(await allDocuments(preview), []);
      assert.equal(await preview.position(), -1);
      await preview.drop();
    });

    it('can be done several times at once, also of one read model', async () => {
      const { name, begin } = await arrange();
      const previews = [await begin(), await begin(), await subject.other.beginPreview(name)];
      for (const [v, preview] of previews.entries()) {
        await preview.commit({ changes: changesOf({ a: { v } }), from: -1, to: v });
      }
      await previews[1]?.drop();
      for (const v of [0, 2]) {
        assert.deepEqual(await previews[v]?.get('a'), { v });
        await previews[v]?.drop();
      }
    });

    it('goes on while a rebuild takes the place of the live read model, which takes nothing of it', async () => {
      const { name, table, begin } = await arrange();
      const preview = await begin();
      await preview.commit({ changes: changesOf({ a: { v: 5 }, b: { v: 5 } }), from: -1, to: 5 });
      const rebuild = await subject.store.beginRebuild(name);
      await rebuild.prepare([]);
      await rebuild.commit({ changes: changesOf({ a: { v: 3 } }), from: -1, to: 3 });
      await subject.store.finishRebuild(name);
      assert.deepEqual(await allDocuments(table), [{ v: 3 }]);
      assert.equal(await preview.commit({ changes: changesOf({ b: { v: 6 } }), from: 5, to: 6 }), true);
      assert.deepEqual(await allDocuments(preview), [{ v: 5 }, { v: 6 }]);
      await preview.drop();
      assert.deepEqual(await allDocuments(table), [{ v: 3 }]);
    });

    it('ends with a drop: whatever is asked afterwards is refused, and never answered from nothing', async () => {
      const { name, begin } = await arrange();
      const preview = await begin();
      await preview.commit({ changes: changesOf({ a: { v: 2 } }), from: -1, to: 4 });
      await preview.drop();
      await preview.drop();
      for (const call of [
        () => preview.prepare([]),
        () => preview.get('a'),
        () => preview.getMany(['a']),
        () => preview.find({}),
        () => preview.count({}),
        () => preview.position(),
        () => preview.commit({ changes: [], from: 4, to: 5 }),
      ]) {
        await assertRejects(call, { code: 'STORE_CLOSED' });
      }
      const unprepared = await subject.store.beginPreview(name);
      await unprepared.drop();
    });
  });
}
