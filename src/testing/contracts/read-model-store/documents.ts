import assert from 'node:assert/strict';
import { allDocuments, changesOf, newReadModel, type ReadModelSubject } from './read-models.js';
import { testRunner } from '../test-runner.js';
import { nested, unstorable } from '../storable-values.js';
import { assertRejects } from '../support.js';

const document = () => ({
  text: '😀 é\0',
  empty: '',
  numbers: [0, -0, 1.5, NaN, Infinity, 2 ** 31, Number.MAX_SAFE_INTEGER],
  when: new Date(1_000),
  nothing: null,
  lines: [{ sku: 'a', tags: ['x', []] }, {}],
  '': 'empty',
  'a.b': { $gt: 1 },
  id: { _id: 'nested' },
});

/** What a projection without types could give in the place of a document. */
const noDocuments: Readonly<Record<string, unknown>> = {
  'an array': [1, 2],
  'a Date': new Date(0),
  'a text': 'text',
  'a number': 5,
};

export function describeDocuments(subject: ReadModelSubject): void {
  const { describe, it } = testRunner();

  describe('documents', () => {
    it('come back exactly, in every way of reading', async () => {
      const { table, other } = await newReadModel(subject);
      await table.commit({ changes: changesOf({ a: document(), deep: nested(100) }), from: -1, to: 1 });
      assert.deepEqual(await table.get('a'), document());
      assert.deepEqual(await other.get('a'), document());
      assert.deepEqual((await table.getMany(['a'])).get('a'), document());
      assert.deepEqual(await other.find({}), [document(), nested(100)]);
      assert.equal(JSON.stringify(await table.get('a')), JSON.stringify(document()), 'in the same order');
    });

    it('leave out properties that are undefined', async () => {
      const { table } = await newReadModel(subject);
      await table.commit({ changes: changesOf({ a: { b: undefined, c: { d: undefined } } }), from: -1, to: 1 });
      assert.deepEqual(await table.get('a'), { c: {} });
    });

    it('are copied on the way in and on the way out', async () => {
      const { table } = await newReadModel(subject);
      const given = document();
      const committing = table.commit({ changes: changesOf({ a: given }), from: -1, to: 1 });
      given.when.setTime(0);
      given.lines.push({});
      await committing;
      assert.deepEqual(await table.get('a'), document());
      for (const read of [
        () => table.get('a'),
        async () => (await table.getMany(['a'])).get('a'),
        async () => (await table.find({}))[0],
      ]) {
        const taken = (await read()) as ReturnType<typeof document>;
        taken.when.setTime(0);
        taken.lines[0]?.tags?.push('y');
        taken.text = 'changed';
        assert.deepEqual(await read(), document());
      }
    });

    it('are found by many keys at once, those that exist', async () => {
      const { table } = await newReadModel(subject);
      await table.commit({ changes: changesOf({ a: { n: 1 }, b: { n: 2 }, c: { n: 3 } }), from: -1, to: 1 });
      const found = await table.getMany(['c', 'missing', 'a', 'c']);
      assert.deepEqual(Object.fromEntries(found), { a: { n: 1 }, c: { n: 3 } });
      assert.equal((await table.getMany([])).size, 0);
    });

    it('have keys of any characters', async () => {
      const { table } = await newReadModel(subject);
      const keys = [
        'a',
        'A',
        'a ',
        '$a',
        'a.b',
        '😀',
        'é',
        'e\u0301',
        'constructor',
        '__proto__',
        '5',
        'k'.repeat(600),
      ];
      await table.commit({ changes: keys.map((key, n) => ({ key, document: { n } })), from: -1, to: 1 });
      for (const [n, key] of keys.entries()) assert.deepEqual(await table.get(key), { n });
      assert.equal(await table.count({}), keys.length);
    });

    for (const property of ['_id', '$set']) {
      it(`are refused with a property ${property} of their own`, async () => {
        const { table } = await newReadModel(subject);
        await assertRejects(
          () => table.commit({ changes: changesOf({ a: { [property]: 'b', n: 1 } }), from: -1, to: 1 }),
          {
            code: 'UNSTORABLE_DATA',
            path: `document 'a'.${property}`,
          },
        );
        assert.equal(await table.position(), -1);
      });
    }

    for (const [name, given] of Object.entries(noDocuments)) {
      it(`are refused where they are none: ${name}`, async () => {
        const { table } = await newReadModel(subject);
        const changes = changesOf({ a: { n: 1 }, b: given as object });
        await assertRejects(() => table.commit({ changes, from: -1, to: 1 }), {
          code: 'UNSTORABLE_DATA',
          path: `document 'b'`,
        });
        assert.deepEqual(await allDocuments(table), []);
      });
    }

    for (const [name, { make }] of Object.entries(unstorable)) {
      it(`are refused with what would not come back: ${name}`, async () => {
        const { table } = await newReadModel(subject);
        await assertRejects(() => table.commit({ changes: changesOf({ a: make() }), from: -1, to: 1 }), {
          code: 'UNSTORABLE_DATA',
          name: 'UnstorableDataError',
        });
        assert.deepEqual(await allDocuments(table), []);
      });
    }

    it('are refused under a key that would not come back', async () => {
      const { table } = await newReadModel(subject);
      for (const key of ['', 'a\ud800', '\udc00', 'k'.repeat(32 * 1024 + 1), 'é'.repeat(16 * 1024 + 1)]) {
        const changes = [...changesOf({ a: { n: 1 } }), { key, document: { n: 2 } }];
        await assertRejects(() => table.commit({ changes, from: -1, to: 1 }), { code: 'INVALID_OPTION' });
      }
      assert.deepEqual(await allDocuments(table), []);
    });

    it('come back when they nearly fill 16 MB, under the longest key, beside each other in a page', async () => {
      const { table } = await newReadModel(subject);
      const changes = ['a', 'b', 'k'.repeat(32 * 1024)].map((key) => ({
        key,
        document: { key: key.slice(0, 1), text: 'é'.repeat(8_350_000) },
      }));
      assert.equal(await table.commit({ changes, from: -1, to: 1 }), true);
      for (const { key, document } of changes) assert.deepEqual(await table.get(key), document);
    });

    it('are refused over 16 MB', async () => {
      const { table } = await newReadModel(subject);
      const changes = changesOf({ a: { n: 1 }, b: { text: 'x'.repeat(17_000_000) } });
      await assertRejects(() => table.commit({ changes, from: -1, to: 1 }), { code: 'UNSTORABLE_DATA' });
      assert.deepEqual(await allDocuments(table), []);
    });
  });
}
