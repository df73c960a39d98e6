import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { testRunner } from '../test-runner.js';
import {
  assertNothingStored,
  assertRejects,
  newStreamId,
  numbered,
  numberedEvents,
  numbersOf,
  range,
  type EventStoreSubject,
} from '../support.js';

export function describeSeveralStreams(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  describe('appending to several streams', () => {
    it('stores every part and tells where each ended, in the order given', async () => {
      const [a, b, c] = [newStreamId('c'), newStreamId('b'), newStreamId('a')];
      await subject.store.appendToStream(b, numberedEvents(2));
      const results = await subject.store.appendToStreams([
        { streamId: a, events: numberedEvents(3), expectedStreamVersion: 'no_stream' },
        { streamId: b, events: [numbered(2)], expectedStreamVersion: 1 },
        { streamId: c, events: [numbered(0)] },
      ]);
      assert.deepEqual(
        results.map(({ streamId, streamVersion }) => ({ streamId, streamVersion })),
        [
          { streamId: a, streamVersion: 2 },
          { streamId: b, streamVersion: 2 },
          { streamId: c, streamVersion: 0 },
        ],
      );
      for (const { streamId, events, globalPosition } of results) {
        assert.deepEqual((await subject.other.readStream(streamId)).slice(-events.length), events);
        assert.equal(globalPosition, events.at(-1)?.globalPosition);
      }
      const positions = results.flatMap(({ events }) => events.map(({ globalPosition }) => globalPosition));
      assert.equal(new Set(positions).size, 5);
    });

    for (const failing of [0, 1, 2]) {
      it(`stores nothing when part ${failing} of 3 is at another version`, async () => {
        const streamIds = range(3).map(() => newStreamId());
        for (const id of streamIds) await subject.store.appendToStream(id, numberedEvents(2));
        const appends = streamIds.map((streamId, index) => ({
          streamId,
          events: [numbered(2)],
          expectedStreamVersion: index === failing ? 0 : 1,
        }));
        await assertNothingStored(subject, () =>
          assertRejects(() => subject.store.appendToStreams(appends), {
            code: 'STREAM_VERSION_CONFLICT',
            status: 409,
            streamId: streamIds[failing],
            expectedStreamVersion: 0,
            actualStreamVersion: 1,
          }),
        );
        for (const id of streamIds) assert.equal((await subject.other.readStream(id)).length, 2);
      });
    }

    it('names the first stream that fails', async () => {
      const streamIds = range(3).map(() => newStreamId());
      const appends = streamIds.map((streamId, index) => ({
        streamId,
        events: [numbered(0)],
        expectedStreamVersion: index === 0 ? -1 : index,
      }));
      await assertRejects(() => subject.store.appendToStreams(appends), {
        code: 'STREAM_VERSION_CONFLICT',
        streamId: streamIds[1],
        expectedStreamVersion: 1,
        actualStreamVersion: -1,
      });
    });

    it('stores nothing when an event of the last part is bad', async () => {
      const [a, b] = [newStreamId(), newStreamId()];
      await assertNothingStored(subject, () =>
        assertRejects(
          () =>
            subject.store.appendToStreams([
              { streamId: a, events: [numbered(0)] },
              { streamId: b, events: [numbered(0), { type: 'order.placed', data: { when: new Date(NaN) } }] },
            ]),
          { code: 'UNSTORABLE_DATA' },
        ),
      );
      assert.deepEqual(await subject.store.readStream(a), []);
    });

    it('refuses no appends, a stream named twice, and an event id given twice', async () => {
      const streamId = newStreamId();
      const eventId = randomUUID();
      const refused = [
        [[], 'NO_EVENTS'],
        [undefined, 'NO_EVENTS'],
        [[{ streamId, events: [] }], 'NO_EVENTS'],
        [[null], 'INVALID_OPTION'],
        [[{ streamId: '', events: [numbered(0)] }], 'INVALID_STREAM_ID'],
        [[{ streamId, events: [numbered(0)], expectedStreamVersion: 1.5 }], 'INVALID_EXPECTED_VERSION'],
        [
          [
            { streamId, events: [numbered(0)] },
            { streamId, events: [numbered(1)] },
          ],
          'INVALID_STREAM_ID',
        ],
        [
          [streamId, newStreamId()].map((id) => ({ streamId: id, events: [{ ...numbered(0), eventId }] })),
          'INVALID_EVENT',
        ],
      ] as const;
      for (const [appends, code] of refused) {
        await assertNothingStored(subject, () =>
          assertRejects(() => subject.store.appendToStreams(appends as never), { code, name: 'InvalidArgumentError' }),
        );
      }
      assert.deepEqual(await subject.store.readStream(streamId), []);
    });

    it('refuses an event id that another append has', async () => {
      const event = { ...numbered(0), eventId: randomUUID() };
      await subject.store.appendToStream(newStreamId(), [event]);
      const [a, b] = [newStreamId(), newStreamId()];
      await assertRejects(
        () =>
          subject.store.appendToStreams([
            { streamId: a, events: [numbered(0)] },
            { streamId: b, events: [event] },
          ]),
        { code: 'DUPLICATE_EVENT_ID', streamId: b, eventIds: [event.eventId] },
      );
      assert.deepEqual(await subject.store.readStream(a), []);
    });

    it('is the earlier success when it is repeated with the same event ids', async () => {
      const appends = range(2).map((number) => ({
        streamId: newStreamId(),
        events: [{ ...numbered(number), eventId: randomUUID() }],
        expectedStreamVersion: -1,
      }));
      const results = await subject.store.appendToStreams(appends);
      await assertNothingStored(subject, async () => {
        assert.deepEqual(await subject.other.appendToStreams(appends), results);
      });
    });

    it('lets one of several writers win that append to the same streams at the same versions', async () => {
      const [a, b] = [newStreamId(), newStreamId()];
      const outcomes = await Promise.allSettled(
        range(12).map((number) => {
          const store = number % 2 === 0 ? subject.store : subject.other;
          const streamIds = number % 3 === 0 ? [b, a] : [a, b];
          return store.appendToStreams(
            streamIds.map((streamId) => ({ streamId, events: [numbered(number)], expectedStreamVersion: -1 })),
          );
        }),
      );
      const winners = range(12).filter((index) => outcomes[index]?.status === 'fulfilled');
      assert.equal(winners.length, 1);
      for (const id of [a, b]) assert.deepEqual(numbersOf(await subject.store.readStream(id)), winners);
    });

    it('goes together with appends to single streams, without gaps or doubles', async () => {
      const [a, b] = [newStreamId(), newStreamId()];
      await Promise.all(
        range(20).map(async (number) => {
          const store = number % 2 === 0 ? subject.store : subject.other;
          await store.appendToStreams([a, b].map((streamId) => ({ streamId, events: [numbered(number)] })));
          await store.appendToStream(number % 3 === 0 ? a : b, [numbered(100 + number)]);
        }),
      );
      for (const [id, singles] of [
        [a, range(20).filter((number) => number % 3 === 0)],
        [b, range(20).filter((number) => number % 3 !== 0)],
      ] as const) {
        const events = await subject.store.readStream(id);
        const expected = [...range(20), ...singles.map((number) => 100 + number)];
        assert.deepEqual(
          events.map(({ streamPosition }) => streamPosition),
          range(expected.length),
        );
        assert.deepEqual(
          numbersOf(events).sort((left, right) => Number(left) - Number(right)),
          expected,
        );
      }
    });
  });
}
