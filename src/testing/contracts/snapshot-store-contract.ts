import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Snapshot, SnapshotStore } from '../../event-store/index.js';
import { testRunner } from './test-runner.js';
import { useSubject, type CreateContractSubject } from './subject.js';

function snapshotOf(streamId: string, changes: Partial<Snapshot> = {}): Snapshot {
  return {
    streamId,
    streamVersion: 7,
    appendPosition: 6,
    eventId: randomUUID(),
    createdAt: new Date('2026-01-02T03:04:05.678Z'),
    shape: '1 order.placed@1',
    state: '[{"total":1},12.5]',
    ...changes,
  };
}

/**
 * Tests every promise of the snapshot store port on an adapter. Needs the globals of Jest, or of Vitest with
 * `globals: true`.
 *
 * @param create opens the store under test; each call opens the same data anew, as another process would
 */
export function describeSnapshotStoreContract(name: string, create: CreateContractSubject<SnapshotStore>): void {
  const { describe, it } = testRunner();

  describe(`${name} keeps the snapshot store contract`, () => {
    const subject = useSubject(create);

    it('has none at first', async () => {
      assert.equal(await subject.store.load(`order-${randomUUID()}`), null);
    });

    it('gives back what was saved, to every process', async () => {
      const snapshot = snapshotOf(`order-${randomUUID()}`, { state: '"é\u0000😀"' });
      await subject.store.save(snapshot);
      assert.deepEqual(await subject.other.load(snapshot.streamId), snapshot);
    });

    it('shares nothing with its caller', async () => {
      const snapshot = snapshotOf(`order-${randomUUID()}`);
      const { createdAt } = snapshot;
      await subject.store.save(snapshot);
      createdAt.setTime(0);
      (await subject.store.load(snapshot.streamId))?.createdAt.setTime(1);
      assert.equal((await subject.store.load(snapshot.streamId))?.createdAt.toISOString(), '2026-01-02T03:04:05.678Z');
    });

    it('keeps the latest, whoever comes last', async () => {
      const streamId = `order-${randomUUID()}`;
      await subject.store.save(snapshotOf(streamId, { streamVersion: 9, state: '"nine"' }));
      await subject.other.save(snapshotOf(streamId, { streamVersion: 8, state: '"eight"' }));
      assert.equal((await subject.store.load(streamId))?.state, '"nine"');
      await subject.other.save(snapshotOf(streamId, { streamVersion: 10, state: '"ten"' }));
      assert.equal((await subject.store.load(streamId))?.state, '"ten"');
    });

    it('replaces one of another shape in any case', async () => {
      const streamId = `order-${randomUUID()}`;
      await subject.store.save(snapshotOf(streamId, { streamVersion: 9 }));
      await subject.store.save(snapshotOf(streamId, { streamVersion: 3, shape: '2', state: '"other"' }));
      assert.equal((await subject.store.load(streamId))?.state, '"other"');
    });

    it('stands several first ones at the same time', async () => {
      const streamId = `order-${randomUUID()}`;
      const versions = [1, 2, 3, 4, 5, 6, 7, 8];
      await Promise.all(
        versions.map((streamVersion) =>
          (streamVersion % 2 === 0 ? subject.store : subject.other).save(snapshotOf(streamId, { streamVersion })),
        ),
      );
      await subject.store.save(snapshotOf(streamId, { streamVersion: 8 }));
      assert.equal((await subject.store.load(streamId))?.streamVersion, 8);
    });

    it('discards one that is of no use, and no other', async () => {
      const first = snapshotOf(`order-${randomUUID()}`);
      const second = snapshotOf(first.streamId, { streamVersion: 8 });
      await subject.store.save(second);
      await subject.store.discard(first);
      assert.deepEqual(await subject.other.load(first.streamId), second);
      await subject.other.discard(second);
      assert.equal(await subject.store.load(first.streamId), null);
      await subject.other.discard(second);
    });

    it('refuses a state that no document holds, and keeps the one before', async () => {
      const streamId = `order-${randomUUID()}`;
      await subject.store.save(snapshotOf(streamId));
      await assert.rejects(subject.store.save(snapshotOf(streamId, { streamVersion: 8, state: 'é'.repeat(2 ** 23) })), {
        code: 'UNSTORABLE_DATA',
      });
      assert.equal((await subject.store.load(streamId))?.streamVersion, 7);
    });
  });
}
