import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { IsString } from 'class-validator';
import { Event } from '../../../messages/index.js';
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

class ContractKept {
  constructor(readonly note: string) {}
}
Event('contract.kept')(ContractKept);
IsString()(ContractKept.prototype, 'note');

export function describeAppending(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  describe('appending', () => {
    it('tells where the append ended, with the events as they are stored', async () => {
      const streamId = newStreamId();
      const result = await subject.store.appendToStream(streamId, numberedEvents(3));
      assert.equal(result.streamId, streamId);
      assert.equal(result.streamVersion, 2);
      assert.equal(result.globalPosition, result.events.at(-1)?.globalPosition);
      assert.deepEqual(result.events, await subject.store.readStream(streamId));
    });

    it('records every fact about an event', async () => {
      const streamId = newStreamId();
      const eventId = randomUUID();
      const metadata = { correlationId: 'c-1', by: 'Ada' };
      await subject.store.appendToStream(streamId, [{ type: 'order.placed', data: { total: 5 }, metadata, eventId }]);
      const [event] = await subject.store.readStream(streamId);
      assert.ok(event);
      const { globalPosition, createdAt, ...rest } = event;
      assert.deepEqual(rest, {
        type: 'order.placed',
        data: { total: 5 },
        metadata,
        streamId,
        streamPosition: 0,
        eventId,
      });
      assert.ok(Number.isSafeInteger(globalPosition) && globalPosition >= 0);
      assert.ok(createdAt instanceof Date && !Number.isNaN(createdAt.getTime()));
    });

    it('gives an event without data, metadata and id empty data, empty metadata and an id of its own', async () => {
      const streamId = newStreamId();
      await subject.store.appendToStream(streamId, [{ type: 'order.placed' }, { type: 'order.placed' }]);
      const events = await subject.store.readStream(streamId);
      assert.deepEqual(
        events.map(({ data, metadata }) => ({ data, metadata })),
        [
          { data: {}, metadata: {} },
          { data: {}, metadata: {} },
        ],
      );
      assert.ok(events.every(({ eventId }) => typeof eventId === 'string' && eventId !== ''));
      assert.notEqual(events[0]?.eventId, events[1]?.eventId);
    });

    it('takes instances of event classes', async () => {
      const streamId = newStreamId();
      await subject.store.appendToStream(streamId, [new ContractKept('as promised'), numbered(1)]);
      const [event] = await subject.store.readStream(streamId);
      assert.equal(event?.type, 'contract.kept');
      assert.deepEqual(event.data, { note: 'as promised' });
    });

    it('takes an event literal without a prototype', async () => {
      const streamId = newStreamId();
      const event = Object.assign(Object.create(null) as object, { type: 'order.placed', data: { total: 5 } });
      await subject.store.appendToStream(streamId, [event]);
      assert.deepEqual((await subject.store.readStream(streamId))[0]?.data, { total: 5 });
    });

    it('counts the positions of each stream from 0, without gaps', async () => {
      const [one, two] = [newStreamId(), newStreamId()];
      for (const count of [1, 3, 2]) {
        await subject.store.appendToStream(one, numberedEvents(count));
        await subject.store.appendToStream(two, numberedEvents(count));
      }
      for (const streamId of [one, two]) {
        const events = await subject.store.readStream(streamId);
        assert.deepEqual(
          events.map(({ streamPosition }) => streamPosition),
          range(6),
        );
        assert.deepEqual(numbersOf(events), [0, 0, 1, 2, 0, 1]);
      }
    });

    it('raises the global position from event to event and from append to append', async () => {
      const first = await subject.store.appendToStream(newStreamId(), numberedEvents(3));
      const second = await subject.store.appendToStream(newStreamId(), numberedEvents(2));
      const positions = [...first.events, ...second.events].map(({ globalPosition }) => globalPosition);
      assert.deepEqual(
        positions,
        [...new Set(positions)].sort((left, right) => left - right),
      );
    });

    it('shows an acknowledged append at once, to every process', async () => {
      const other = subject.other;
      const streamId = newStreamId();
      const { globalPosition, events } = await subject.store.appendToStream(streamId, numberedEvents(2));
      assert.deepEqual(await other.readStream(streamId), events);
      assert.ok((await other.headPosition()) >= globalPosition);
    });

    it('stores nothing when one event among good ones is bad', async () => {
      const streamId = newStreamId();
      await assertNothingStored(subject, () =>
        assertRejects(
          () => subject.store.appendToStream(streamId, [numbered(0), { type: 'not a type' }, numbered(2)]),
          {
            code: 'INVALID_EVENT',
          },
        ),
      );
      assert.deepEqual(await subject.store.readStream(streamId), []);
    });

    it('stores 10 000 events in one append', async () => {
      const streamId = newStreamId();
      const { streamVersion } = await subject.store.appendToStream(streamId, numberedEvents(10_000));
      assert.equal(streamVersion, 9_999);
      const events = await subject.store.readStream(streamId);
      assert.deepEqual(numbersOf(events), range(10_000));
      assert.deepEqual(
        events.map(({ streamPosition }) => streamPosition),
        range(10_000),
      );
    });
  });
}
