import assert from 'node:assert/strict';
import type { FindOptions } from '../../../projections/read-model-store.js';
import { changesOf, newReadModel, type ReadModelSubject } from './read-models.js';
import { testRunner } from '../test-runner.js';
import { assertRejects } from '../support.js';

type Find = FindOptions<Record<string, unknown>>;

const orders: Readonly<Record<string, { id: string; [field: string]: unknown }>> = {
  d: { id: 'd', owner: 'Ada', total: 10, paid: true, at: new Date(3_000), address: { city: 'Paris', zip: 1 } },
  a: { id: 'a', owner: 'Bob', total: 9, paid: false, at: new Date(1_000), address: { city: 'Paris', zip: 2 } },
  c: { id: 'c', owner: 'Ada', total: 100, paid: true, at: new Date(2_000), address: { city: 'Lima' } },
  b: { id: 'b', owner: 'ada', total: -5.5, paid: false, at: new Date(1_000), address: { city: 'Lima' } },
  e: { id: 'e', owner: '', total: 0, paid: null, note: { $gt: '' }, tags: ['x', 'y'] },
};

export function describeFinding(subject: ReadModelSubject): void {
  const { describe, it } = testRunner();

  const arrange = async () => {
    const { table } = await newReadModel(subject);
    await table.commit({ changes: changesOf(orders), from: -1, to: 1 });
    const idsOf = async (options: Find) =>
      (await table.find(options)).map((found) => (found as { id: string }).id).join('');
    return { table, idsOf };
  };

  /** Searches and the ids of what they find, in order. */
  const searches: readonly (readonly [options: Find, ids: string])[] = [
    [{}, 'abcde'],
    [{ where: {} }, 'abcde'],
    [{ where: { owner: 'Ada' } }, 'cd'],
    [{ where: { owner: '' } }, 'e'],
    [{ where: { owner: 'Ad' } }, ''],
    [{ where: { owner: 'Ada', total: 10 } }, 'd'],
    [{ where: { owner: 'Bob', total: 10 } }, ''],
    [{ where: { total: 0 } }, 'e'],
    [{ where: { total: '10' } }, ''],
    [{ where: { paid: true } }, 'cd'],
    [{ where: { paid: 1 } }, ''],
    [{ where: { at: new Date(1_000) } }, 'ab'],
    [{ where: { at: 1_000 } }, ''],
    [{ where: { address: { city: 'Lima' } } }, 'bc'],
    [{ where: { address: { city: 'Paris' } } }, ''],
    [{ where: { address: { city: 'Paris', zip: 2 } } }, 'a'],
    [{ where: { address: {} } }, ''],
    [{ where: { address: { city: 'Lima', zip: 1 } } }, ''],
    [{ where: { tags: ['x', 'y'] } }, 'e'],
    [{ where: { tags: ['x'] } }, ''],
    [{ where: { tags: ['x', 'y', 'z'] } }, ''],
    [{ where: { tags: 'x' } }, ''],
    [{ where: { missing: 'x' } }, ''],
    [{ where: { paid: null } }, 'e'],
    [{ where: { note: null } }, 'abcd'],
    [{ sort: { total: 'asc' } }, 'beadc'],
    [{ sort: { total: 'desc' } }, 'cdaeb'],
    [{ sort: { owner: 'asc' } }, 'ecdab'],
    [{ where: { paid: false }, sort: { at: 'desc' } }, 'ab'],
    [{ sort: { at: 'asc', total: 'desc' } }, 'eabcd'],
    [{ sort: { at: 'desc', total: 'asc' } }, 'dcbae'],
    [{ skip: 2 }, 'cde'],
    [{ skip: 9 }, ''],
    [{ skip: 0, limit: 2 }, 'ab'],
    [{ skip: 1, limit: 2 }, 'bc'],
    [{ limit: 100 }, 'abcde'],
    [{ where: { owner: 'Ada' }, sort: { total: 'desc' }, skip: 1, limit: 1 }, 'd'],
  ];

  describe('finding documents', () => {
    for (const [options, ids] of searches) {
      it(`${JSON.stringify(options)} finds ${ids === '' ? 'nothing' : ids}`, async () => {
        const { idsOf } = await arrange();
        assert.equal(await idsOf(options), ids);
      });
    }

    it('counts those that have the values', async () => {
      const { table } = await arrange();
      for (const [options, ids] of searches) {
        if ('skip' in options || 'limit' in options) continue;
        assert.equal(await table.count(options.where ?? {}), ids.length, JSON.stringify(options));
      }
    });

    it('orders by the UTF-8 bytes of the key, and by key where the sorted fields are equal', async () => {
      const { table } = await newReadModel(subject);
      const keys = ['A', 'a', 'a-1', 'a-10', 'a-2', 'é', '\uffee', '😀'];
      const changes = keys.map((key) => ({ key, document: { key, same: 1 } })).reverse();
      await table.commit({ changes, from: -1, to: 1 });
      const keysOf = async (options: Find) =>
        (await table.find(options)).map((found) => (found as { key: string }).key);
      assert.deepEqual(await keysOf({}), keys);
      assert.deepEqual(await keysOf({ sort: { same: 'desc' } }), keys);
      assert.deepEqual(await keysOf({ sort: { same: 'asc' }, skip: 3, limit: 2 }), keys.slice(3, 5));
      assert.deepEqual(await keysOf({ sort: { key: 'desc' } }), [...keys].reverse());
    });

    it('takes what looks like an operator as the value that it is', async () => {
      const { table, idsOf } = await arrange();
      for (const value of [{ $gt: '' }, { $ne: null }, { $exists: true }, { $in: ['Ada'] }, { $regex: '.' }]) {
        assert.equal(await idsOf({ where: { owner: value } }), '');
        assert.equal(await table.count({ owner: value }), 0);
      }
      assert.equal(await idsOf({ where: { note: { $gt: '' } } }), 'e');
    });

    for (const where of [
      { $or: [{}] },
      { $where: 'true' },
      { $expr: true },
      { $nor: [{ owner: 'x' }] },
      { $comment: 'a' },
      { _id: 'a' },
      { '': 'a' },
    ]) {
      it(`refuses ${JSON.stringify(where)}, which names no field`, async () => {
        const { table } = await arrange();
        await assertRejects(() => table.find({ where }), { code: 'INVALID_OPTION' });
        await assertRejects(() => table.count(where), { code: 'INVALID_OPTION' });
        const sort = Object.fromEntries(Object.keys(where).map((field) => [field, 'asc' as const]));
        await assertRejects(() => table.find({ sort }), { code: 'INVALID_OPTION' });
      });
    }

    it('refuses a value that is undefined, which would find everything or nothing by accident', async () => {
      const { table } = await arrange();
      await assertRejects(() => table.find({ where: { owner: undefined } }), { code: 'INVALID_OPTION' });
      await assertRejects(() => table.count({ owner: undefined }), { code: 'INVALID_OPTION' });
    });

    it('refuses other options of the wrong kind', async () => {
      const { table } = await arrange();
      const refused = [
        { skip: -1 },
        { skip: 1.5 },
        { skip: '1' },
        { limit: -1 },
        { limit: NaN },
        { sort: { owner: 'up' } },
      ];
      for (const options of refused)
        await assertRejects(() => table.find(options as never), { code: 'INVALID_OPTION' });
    });

    it('finds nothing with a limit of 0', async () => {
      const { idsOf } = await arrange();
      assert.equal(await idsOf({ limit: 0 }), '');
    });
  });
}
