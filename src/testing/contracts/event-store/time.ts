import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import { collect, newStreamId, numbered, numberedEvents, range, type EventStoreSubject } from '../support.js';

export function describeTime(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  /** A stream whose events were stored at several moments: it grows until the clock has moved often enough. */
  const streamOverTime = async (): Promise<{ streamId: string; events: readonly RecordedEvent[]; moments: Date[] }> => {
    const streamId = newStreamId();
    const moments = new Set<number>();
    for (let number = 0; moments.size < 4; number++) {
      assert.ok(number < 1_000_000, 'the clock must move');
      const { events } = await subject.store.appendToStream(streamId, [numbered(number), numbered(number)]);
      for (const { createdAt } of events) moments.add(createdAt.getTime());
    }
    const events = await subject.store.readStream(streamId);
    return { streamId, events, moments: [...moments].map((moment) => new Date(moment)) };
  };

  const until = (events: readonly RecordedEvent[], moment: Date) =>
    events.filter(({ createdAt }) => createdAt.getTime() <= moment.getTime());

  describe('time', () => {
    it('gives the events of one append one moment', async () => {
      const { events } = await subject.store.appendToStream(newStreamId(), numberedEvents(50));
      assert.equal(new Set(events.map(({ createdAt }) => createdAt.getTime())).size, 1);
    });

    it('runs the way of the global position, over all processes', async () => {
      const after = await subject.store.headPosition();
      await Promise.all(
        range(40).map(async (number) => {
          const store = number % 2 === 0 ? subject.store : subject.other;
          for (const count of [1, 2, 1]) await store.appendToStream(newStreamId(), numberedEvents(count));
        }),
      );
      const events = await collect(subject.store.readAll({ after }));
      assert.equal(events.length, 160);
      const moments = events.map(({ createdAt }) => createdAt.getTime());
      assert.deepEqual(
        moments,
        [...moments].sort((left, right) => left - right),
      );
    });

    it('includes an event in the stream as of its very moment, and not a millisecond before', async () => {
      const { streamId, events, moments } = await streamOverTime();
      for (const moment of moments) {
        for (const asOf of [moment, new Date(moment.getTime() - 1)]) {
          const wanted = until(events, asOf);
          assert.deepEqual(await subject.store.readStream(streamId, { asOf }), wanted);
          assert.deepEqual(await collect(subject.store.iterateStream(streamId, { asOf })), wanted);
          const { streamVersion } = await subject.store.aggregateStream(streamId, {
            initialState: () => null,
            evolve: () => null,
            asOf,
          });
          assert.equal(streamVersion, wanted.length - 1);
        }
      }
    });

    it('gives nothing as of a moment before the stream, and all of it as of one after', async () => {
      const { streamId, events } = await streamOverTime();
      assert.deepEqual(await subject.store.readStream(streamId, { asOf: new Date(0) }), []);
      assert.deepEqual(await subject.store.readStream(streamId, { asOf: new Date(8.64e15) }), events);
    });

    it('takes asOf together with the other options', async () => {
      const { streamId, events, moments } = await streamOverTime();
      const asOf = moments[2] ?? new Date(0);
      const wanted = until(events, asOf);
      assert.ok(wanted.length > 3 && wanted.length < events.length);
      assert.deepEqual(
        await subject.store.readStream(streamId, { asOf, direction: 'backwards', maxCount: 3 }),
        wanted.slice(-3).reverse(),
      );
      assert.deepEqual(await subject.store.readStream(streamId, { asOf, from: 1, to: 2 }), wanted.slice(1, 3));
      assert.deepEqual(
        await subject.store.readStream(streamId, { asOf, from: wanted.length - 1, to: events.length }),
        wanted.slice(-1),
      );
    });

    it('keeps the moment that was asked for when the caller changes its Date', async () => {
      const { streamId, events, moments } = await streamOverTime();
      const asOf = new Date(moments[1] ?? 0);
      const wanted = until(events, asOf);
      const reading = subject.store.readStream(streamId, { asOf });
      asOf.setTime(8.64e15);
      assert.deepEqual(await reading, wanted);
    });
  });
}
