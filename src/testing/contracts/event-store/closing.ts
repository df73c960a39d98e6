import assert from 'node:assert/strict';
import type { EventLog, EventStore } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import type { CreateContractSubject } from '../subject.js';
import { assertRejects, collect, newStreamId, numbered, numbersOf, range } from '../support.js';

export function describeClosing(create: CreateContractSubject<EventStore & EventLog>): void {
  const { describe, it } = testRunner();

  /** Runs a test on a store that it closes itself. */
  const withStore = async (test: (store: EventStore & EventLog) => Promise<void>) => {
    const subject = await create();
    try {
      await test(subject.store);
    } finally {
      await subject.close();
    }
  };

  describe('closing', () => {
    it('finishes the appends and reads that are under way', async () => {
      await withStore(async (store) => {
        const streamId = newStreamId();
        await store.appendToStream(streamId, [numbered(0)]);
        const reading = store.readStream(streamId, { to: 0 });
        const appending = range(40).map((number) => store.appendToStream(streamId, [numbered(number + 1)]));
        await store.close();
        assert.deepEqual(numbersOf(await reading), [0]);
        const results = await Promise.all(appending);
        assert.equal(new Set(results.map(({ streamVersion }) => streamVersion)).size, 40);
        await withStore(async (again) => {
          assert.equal((await again.readStream(streamId)).length, 41);
        });
      });
    });

    it('makes every later call reject', async () => {
      await withStore(async (store) => {
        const streamId = newStreamId();
        await store.appendToStream(streamId, [numbered(0)]);
        await store.close();
        const fold = { initialState: () => 0, evolve: () => 0 };
        for (const call of [
          () => store.appendToStream(streamId, [numbered(1)]),
          () => store.appendToStreams([{ streamId, events: [numbered(1)] }]),
          () => store.readStream(streamId),
          () => collect(store.iterateStream(streamId)),
          () => collect(store.readAll()),
          () => store.aggregateStream(streamId, fold),
          () => collect(store.listStreams()),
          () => store.streamInfo(streamId),
          () => store.headPosition(),
          () => store.queryEvents(),
          () => store.readPage({ after: -1, maxCount: 1 }),
          () => store.findEvents(['some']),
        ]) {
          await assertRejects(call, { code: 'STORE_CLOSED', name: 'StorageError' });
        }
        await withStore(async (again) => {
          assert.equal((await again.readStream(streamId)).length, 1);
        });
      });
    });

    it('is safe to repeat', async () => {
      await withStore(async (store) => {
        await Promise.all([store.close(), store.close()]);
        await store.close();
      });
    });
  });
}
