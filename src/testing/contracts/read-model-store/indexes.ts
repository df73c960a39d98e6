import assert from 'node:assert/strict';
import type { ReadModelIndex } from '../../../projections/read-model-store.js';
import { allDocuments, changesOf, newReadModelName, type ReadModelSubject } from './read-models.js';
import { testRunner } from '../test-runner.js';
import { assertRejects } from '../support.js';

export function describeIndexes(subject: ReadModelSubject): void {
  const { describe, it } = testRunner();

  const withIndexes = async (...indexes: readonly ReadModelIndex[]) => {
    const table = subject.store.live(newReadModelName());
    await table.prepare(indexes);
    return table;
  };
  const uniqueEmail: ReadModelIndex = { fields: { email: 'asc' }, unique: true };

  describe('indexes', () => {
    it('change nothing about what is found', async () => {
      const table = await withIndexes(
        { fields: { 'owner.name': 'asc', total: 'desc' } },
        { fields: { total: 'desc' } },
      );
      const documents = { a: { owner: { name: 'Ada' }, total: 1 }, b: { owner: { name: 'Ada' }, total: 1 } };
      assert.equal(await table.commit({ changes: changesOf(documents), from: -1, to: 1 }), true);
      assert.deepEqual(await table.find({ where: { total: 1 } }), [documents.a, documents.b]);
    });

    it('when unique, refuse a second document with the same values, and store nothing of the page', async () => {
      const table = await withIndexes(uniqueEmail);
      await table.commit({ changes: changesOf({ a: { email: 'x' } }), from: -1, to: 1 });
      for (const changes of [{ b: { email: 'x' } }, { a: { email: 'z' }, b: { email: 'y' }, c: { email: 'y' } }]) {
        await assertRejects(() => table.commit({ changes: changesOf(changes), from: 1, to: 2 }), {
          code: 'STORE_FAILED',
        });
        assert.deepEqual(await allDocuments(table), [{ email: 'x' }]);
        assert.equal(await table.position(), 1);
      }
    });

    it('when unique, let a document keep its values, and another have them when it is gone', async () => {
      const table = await withIndexes(uniqueEmail);
      await table.commit({ changes: changesOf({ a: { email: 'x' }, b: { email: 'y' } }), from: -1, to: 1 });
      assert.equal(await table.commit({ changes: changesOf({ a: { email: 'x', n: 1 } }), from: 1, to: 2 }), true);
      assert.equal(await table.commit({ changes: changesOf({ a: null }), from: 2, to: 3 }), true);
      assert.equal(await table.commit({ changes: changesOf({ c: { email: 'x' } }), from: 3, to: 4 }), true);
      assert.equal(await table.commit({ changes: changesOf({ c: { email: 'z' } }), from: 4, to: 5 }), true);
      assert.equal(await table.commit({ changes: changesOf({ b: { email: 'x' } }), from: 5, to: 6 }), true);
      assert.deepEqual(await allDocuments(table), [{ email: 'x' }, { email: 'z' }]);
    });

    it('when unique, compare all their fields, also nested ones', async () => {
      const table = await withIndexes({ fields: { 'owner.email': 'asc', year: 'desc' }, unique: true });
      const documents = {
        a: { owner: { email: 'x' }, year: 1 },
        b: { owner: { email: 'x' }, year: 2 },
        c: { owner: { email: 'y' }, year: 1 },
        d: { owner: { email: 'x' }, year: '1' },
      };
      assert.equal(await table.commit({ changes: changesOf(documents), from: -1, to: 1 }), true);
      const doubled = changesOf({ e: { owner: { email: 'x', more: true }, year: 2 } });
      await assertRejects(() => table.commit({ changes: doubled, from: 1, to: 2 }), { code: 'STORE_FAILED' });
    });
  });
}
