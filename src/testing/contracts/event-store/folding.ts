import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import { assertRejects, newStreamId, numbered, numberedEvents, range, type EventStoreSubject } from '../support.js';

const listing = {
  initialState: (): readonly RecordedEvent[] => [],
  evolve: (state: readonly RecordedEvent[], event: RecordedEvent) => [...state, event],
};

export function describeFolding(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  describe('folding a stream', () => {
    it('calls evolve with each event in order and tells how far it came', async () => {
      const streamId = newStreamId();
      for (const count of [2, 3, 1]) await subject.store.appendToStream(streamId, numberedEvents(count));
      const { state, streamVersion } = await subject.store.aggregateStream(streamId, listing);
      assert.deepEqual(state, await subject.store.readStream(streamId));
      assert.equal(streamVersion, 5);
    });

    it('gives the initial state and version -1 for a stream that is missing', async () => {
      const result = await subject.store.aggregateStream(newStreamId(), {
        initialState: () => ({ open: false }),
        evolve: () => ({ open: true }),
      });
      assert.deepEqual(result, { state: { open: false }, streamVersion: -1 });
    });

    it('begins each fold with a new initial state', async () => {
      const streamId = newStreamId();
      await subject.store.appendToStream(streamId, numberedEvents(3));
      const options = {
        initialState: (): unknown[] => [],
        evolve: (state: unknown[], event: RecordedEvent) => {
          state.push(event.data.number);
          return state;
        },
      };
      for (const _ of range(2)) {
        assert.deepEqual((await subject.store.aggregateStream(streamId, options)).state, [0, 1, 2]);
      }
    });

    it('folds a long stream', async () => {
      const streamId = newStreamId();
      for (const _ of range(5))
        await subject.store.appendToStream(
          streamId,
          range(1_000).map(() => numbered(1)),
        );
      const result = await subject.store.aggregateStream(streamId, {
        initialState: () => 0,
        evolve: (sum, event) => sum + Number(event.data.number),
      });
      assert.deepEqual(result, { state: 5_000, streamVersion: 4_999 });
    });

    it('lets an error of evolve through as it is', async () => {
      const streamId = newStreamId();
      await subject.store.appendToStream(streamId, numberedEvents(1));
      const failure = new Error('cannot evolve');
      const folding = subject.store.aggregateStream(streamId, {
        initialState: () => 0,
        evolve: () => {
          throw failure;
        },
      });
      await assert.rejects(folding, (error) => error === failure);
    });

    it('refuses an evolve or initialState that is no function', async () => {
      for (const options of [{ evolve: () => 0 }, { initialState: () => 0 }, { initialState: 0, evolve: 'sum' }, {}]) {
        await assertRejects(() => subject.store.aggregateStream(newStreamId(), options as never), {
          code: 'INVALID_OPTION',
        });
      }
    });
  });
}
