import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CheckpointStore } from '../../subscriptions/checkpoint-store.js';
import { testRunner } from './test-runner.js';
import { useSubject, type CreateContractSubject } from './subject.js';
import { range } from './support.js';

/**
 * Tests every promise of the checkpoint store port on an adapter. Needs the globals of Jest, or of Vitest with
 * `globals: true`.
 *
 * @param create opens the store under test; each call opens the same data anew, as another process would
 */
export function describeCheckpointStoreContract(name: string, create: CreateContractSubject<CheckpointStore>): void {
  const { describe, it } = testRunner();

  describe(`${name} keeps the checkpoint store contract`, () => {
    const subject = useSubject(create);

    it('is at -1 before the beginning', async () => {
      assert.equal(await subject.store.load(randomUUID()), -1);
    });

    it('moves from one position to the next, for every process', async () => {
      const reader = randomUUID();
      assert.equal(await subject.store.advance(reader, -1, 0), true);
      assert.equal(await subject.other.load(reader), 0);
      assert.equal(await subject.other.advance(reader, 0, 2 ** 40), true);
      assert.equal(await subject.store.load(reader), 2 ** 40);
      assert.equal(await subject.store.advance(reader, 2 ** 40, Number.MAX_SAFE_INTEGER), true);
      assert.equal(await subject.other.load(reader), Number.MAX_SAFE_INTEGER);
    });

    it('stays where it is when it is not at the position given', async () => {
      const reader = randomUUID();
      assert.equal(await subject.store.advance(reader, 3, 5), false);
      assert.equal(await subject.store.load(reader), -1);
      await subject.store.advance(reader, -1, 5);
      for (const from of [-1, 0, 4, 6]) {
        assert.equal(await subject.other.advance(reader, from, 9), false);
        assert.equal(await subject.store.load(reader), 5);
      }
    });

    it('keeps the checkpoints of different names apart', async () => {
      const name = randomUUID();
      const names = [name, name.toUpperCase(), `${name}.a`, `${name} `, `$${name}`, `${name}é`];
      for (const [index, reader] of names.entries()) assert.equal(await subject.store.advance(reader, -1, index), true);
      for (const [index, reader] of names.entries()) assert.equal(await subject.other.load(reader), index);
    });

    for (const from of [-1, 7]) {
      it(`lets one of several processes move it from ${from} at the same time`, async () => {
        const reader = randomUUID();
        if (from >= 0) await subject.store.advance(reader, -1, from);
        const moved = await Promise.all(
          range(16).map((number) =>
            (number % 2 === 0 ? subject.store : subject.other).advance(reader, from, 10 + number),
          ),
        );
        assert.equal(moved.filter(Boolean).length, 1);
        assert.equal(await subject.store.load(reader), 10 + moved.indexOf(true));
      });
    }
  });
}
