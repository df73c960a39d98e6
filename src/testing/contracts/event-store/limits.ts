import assert from 'node:assert/strict';
import { prepareAppend, type RecordedEvent } from '../../../event-store/index.js';
import { maximumBytes } from '../../../event-store/storable-data.js';
import { testRunner } from '../test-runner.js';
import {
  assertRejects,
  collect,
  newStreamId,
  numberedEvents,
  numbersOf,
  range,
  type EventStoreSubject,
} from '../support.js';

const count = 10_000;

export function describeLimits(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  describe('an append at the limits', () => {
    it('of 10 000 events is read back in pages, forwards, backwards, and from within', async () => {
      const { store } = subject;
      const streamId = newStreamId();
      const after = await store.headPosition();
      const { events, globalPosition } = await store.appendToStream(streamId, numberedEvents(count));
      assert.deepEqual(numbersOf(events), range(count));
      const forwards: RecordedEvent[] = [];
      for (let from = 0; from < count; from += 999) {
        forwards.push(...(await store.readStream(streamId, { from, maxCount: 999 })));
      }
      assert.deepEqual(forwards, events);
      const backwards: RecordedEvent[] = [];
      for (let to = count - 1; to >= 0; to -= 2_500) {
        backwards.push(...(await store.readStream(streamId, { to, direction: 'backwards', maxCount: 2_500 })));
      }
      assert.deepEqual(backwards.reverse(), events);
      assert.deepEqual(await collect(subject.other.iterateStream(streamId, { from: 4_321 })), events.slice(4_321));
      assert.deepEqual(
        await collect(subject.other.readAll({ after, streams: [streamId], maxCount: 7_000 })),
        events.slice(0, 7_000),
      );
      const paged: RecordedEvent[] = [];
      for (let position = after; position < globalPosition;) {
        const page = await subject.other.readPage({ after: position, maxCount: 300, streams: [streamId] });
        paged.push(...page.events);
        position = page.position;
      }
      assert.deepEqual(paged, events);
      const within = globalPosition - 10;
      const page = await store.readPage({ after: within, maxCount: 1, streams: [streamId] });
      assert.deepEqual(page.events[0], events.at(-10));
      assert.deepEqual(await store.findEvents([events.at(-1)?.eventId ?? '']), events.slice(-1));
      assert.equal((await store.streamInfo(streamId))?.streamVersion, count - 1);
    });

    it('of the last byte is stored, and one byte more is refused', async () => {
      const event = (text: string) => ({
        type: 'order.noted',
        eventId: `${streamId}-1`,
        data: { text },
        metadata: { by: 'Ada' },
      });
      const streamId = newStreamId();
      const left = maximumBytes - prepareAppend(streamId, [event('')]).bytes;
      const full = [event('x'.repeat(left))];
      await assertRejects(() => subject.store.appendToStream(streamId, [event('x'.repeat(left + 1))]), {
        code: 'UNSTORABLE_DATA',
        path: 'events[0]',
      });
      const { events } = await subject.store.appendToStream(streamId, full);
      assert.deepEqual(await subject.other.readStream(streamId), events);
      assert.equal(String(events[0]?.data.text).length, left);
      const again = await subject.store.appendToStream(streamId, full);
      assert.deepEqual(again.events, events, 'the same ids are the same append');
    });

    it('of the metadata counts with the data', async () => {
      const text = 'x'.repeat(8_400_000);
      const events = [{ type: 'order.noted', data: { text }, metadata: { text } }];
      await assertRejects(() => subject.store.appendToStream(newStreamId(), events), {
        code: 'UNSTORABLE_DATA',
        path: 'events[0]',
      });
    });

    it('of the ids and the type is stored', async () => {
      const type = `order.${'n'.repeat(194)}`;
      for (const full of ['x'.repeat(476), 'é'.repeat(238), '😀'.repeat(119)]) {
        const streamId = `${newStreamId('').slice(1)}${full}`;
        assert.equal(Buffer.byteLength(streamId), 512);
        const eventId = `${streamId.slice(0, 36)}${'\uffff'.repeat(92)}`;
        assert.equal(eventId.length, 128);
        await subject.store.appendToStream(streamId, [{ type, eventId }, { type }], { expectedStreamVersion: -1 });
        const events = await subject.other.readStream(streamId);
        assert.deepEqual(
          events.map((event) => [event.streamId, event.type]),
          [
            [streamId, type],
            [streamId, type],
          ],
        );
        assert.equal(events[0]?.eventId, eventId);
        assert.deepEqual(await collect(subject.other.readAll({ streams: [streamId], types: [type] })), events);
        assert.deepEqual(await subject.other.findEvents([eventId]), events.slice(0, 1));
        await assertRejects(
          () => subject.store.appendToStream(streamId, [{ type }], { expectedStreamVersion: Number.MAX_SAFE_INTEGER }),
          { code: 'STREAM_VERSION_CONFLICT', actualStreamVersion: 1 },
        );
      }
    });

    it('of the metadata that is looked up is stored, whatever it is', async () => {
      const streamId = newStreamId();
      const values = ['x'.repeat(100_000), 2 ** 53, { deep: { list: [1, [2]] } }, ['a', 'b'], null, '', new Date(0)];
      const events = values.map((correlationId) => ({ type: 'order.noted', metadata: { correlationId } }));
      await subject.store.appendToStream(streamId, events);
      const stored = await subject.other.readStream(streamId);
      assert.deepEqual(
        stored.map(({ metadata }) => metadata.correlationId),
        values,
      );
    });
  });
}
