import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { EventLiteral } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import {
  assertNothingStored,
  assertRejects,
  newStreamId,
  numbered,
  numbersOf,
  range,
  type EventStoreSubject,
} from '../support.js';

/** Numbered events with ids of their own. */
function withIds(count: number): EventLiteral[] {
  return range(count).map((number) => ({ ...numbered(number), eventId: randomUUID() }));
}

export function describeIdempotency(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  const assertDuplicate = async (streamId: string, events: readonly EventLiteral[], eventIds: readonly unknown[]) => {
    for (const store of [subject.store, subject.other]) {
      await assertNothingStored(subject, () =>
        assertRejects(() => store.appendToStream(streamId, events), {
          code: 'DUPLICATE_EVENT_ID',
          name: 'DuplicateEventIdError',
          streamId,
          eventIds,
        }),
      );
    }
  };

  describe('an append repeated with the same event ids', () => {
    it('is the earlier success, whatever version it expects of the stream', async () => {
      const streamId = newStreamId();
      const events = withIds(3);
      const result = await subject.store.appendToStream(streamId, events, { expectedStreamVersion: 'no_stream' });
      for (const store of [subject.store, subject.other]) {
        for (const expectedStreamVersion of ['no_stream', -1, 'any', 'stream_exists', 2] as const) {
          await assertNothingStored(subject, async () => {
            assert.deepEqual(await store.appendToStream(streamId, events, { expectedStreamVersion }), result);
          });
        }
      }
      assert.deepEqual(numbersOf(await subject.store.readStream(streamId)), [0, 1, 2]);
    });

    it('is the earlier success also when the stream has moved on', async () => {
      const streamId = newStreamId();
      const events = withIds(2);
      const result = await subject.store.appendToStream(streamId, events, { expectedStreamVersion: -1 });
      await subject.store.appendToStream(streamId, [numbered(2)]);
      const again = await subject.store.appendToStream(streamId, events, { expectedStreamVersion: -1 });
      assert.deepEqual(again, result);
      assert.equal(again.streamVersion, 1);
      assert.deepEqual(numbersOf(await subject.store.readStream(streamId)), [0, 1, 2]);
    });

    it('is the earlier success with the content of then', async () => {
      const streamId = newStreamId();
      const [event] = withIds(1);
      await subject.store.appendToStream(streamId, [event ?? {}]);
      await subject.store.appendToStream(streamId, [{ ...event, ...numbered(99) }]);
      assert.deepEqual(numbersOf(await subject.store.readStream(streamId)), [0]);
    });

    it('stores once what is appended twice at the same time', async () => {
      const streamId = newStreamId();
      const events = withIds(2);
      const results = await Promise.all(
        range(32).map((number) =>
          (number % 2 === 0 ? subject.store : subject.other).appendToStream(streamId, events, {
            expectedStreamVersion: -1,
          }),
        ),
      );
      for (const result of results) assert.deepEqual(result, results[0]);
      assert.deepEqual(numbersOf(await subject.store.readStream(streamId)), [0, 1]);
    });
  });

  describe('an event id that another append has', () => {
    it('is refused in another stream', async () => {
      const events = withIds(2);
      await subject.store.appendToStream(newStreamId(), events);
      const streamId = newStreamId();
      await assertDuplicate(
        streamId,
        events,
        events.map(({ eventId }) => eventId),
      );
      assert.deepEqual(await subject.store.readStream(streamId), []);
    });

    it('is refused when the append is only in part the earlier one', async () => {
      const streamId = newStreamId();
      const [a, b, c, d] = withIds(4) as [EventLiteral, EventLiteral, EventLiteral, EventLiteral];
      await subject.store.appendToStream(streamId, [a, b]);
      await subject.store.appendToStream(streamId, [c]);
      await assertDuplicate(streamId, [a], [a.eventId]);
      await assertDuplicate(streamId, [b], [b.eventId]);
      await assertDuplicate(streamId, [b, a], [b.eventId, a.eventId]);
      await assertDuplicate(streamId, [b, d], [b.eventId]);
      await assertDuplicate(streamId, [d, a], [a.eventId]);
      await assertDuplicate(streamId, [a, b, d], [a.eventId, b.eventId]);
      await assertDuplicate(streamId, [b, c], [b.eventId, c.eventId]);
      await assertDuplicate(streamId, [a, b, c], [a.eventId, b.eventId, c.eventId]);
      assert.equal((await subject.store.readStream(streamId)).length, 3);
    });

    it('is refused within one append', async () => {
      const streamId = newStreamId();
      const [event] = withIds(1) as [EventLiteral];
      await assertNothingStored(subject, () =>
        assertRejects(() => subject.store.appendToStream(streamId, [event, numbered(1), event]), {
          code: 'INVALID_EVENT',
        }),
      );
    });

    it('lets one of two streams have it when both append it at the same time', async () => {
      const [event] = withIds(1) as [EventLiteral];
      const streamIds = range(16).map(() => newStreamId());
      const outcomes = await Promise.allSettled(streamIds.map((id) => subject.store.appendToStream(id, [event])));
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
      const lengths = await Promise.all(streamIds.map(async (id) => (await subject.store.readStream(id)).length));
      assert.deepEqual(
        lengths,
        outcomes.map(({ status }) => (status === 'fulfilled' ? 1 : 0)),
      );
    });
  });
}
