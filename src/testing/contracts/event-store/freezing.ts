import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { testRunner } from '../test-runner.js';
import { collect, newStreamId, type EventStoreSubject } from '../support.js';

/** Asserts that an object and all that is in it are frozen. */
function assertDeeplyFrozen(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null) return;
  assert.ok(Object.isFrozen(value), `${path} must be frozen`);
  for (const [key, element] of Object.entries(value)) assertDeeplyFrozen(element, `${path}.${key}`);
}

export function describeFreezing(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  const order = () => ({ lines: [{ sku: 'a', tags: ['x'] }], placedAt: new Date(1_000), address: { city: 'Paris' } });
  const append = async () => {
    const streamId = newStreamId();
    const eventId = randomUUID();
    const after = await subject.store.headPosition();
    const metadata = { by: { name: 'Ada', at: new Date(2_000) } };
    const { events } = await subject.store.appendToStream(streamId, [
      { type: 'order.placed', data: order(), metadata, eventId },
    ]);
    const readAgain = async () => [
      ...(await subject.store.readStream(streamId)),
      ...(await collect(subject.store.iterateStream(streamId))),
      ...(await collect(subject.store.readAll({ after }))),
      ...(await subject.store.readPage({ after, maxCount: 1 })).events,
      ...(await subject.store.findEvents([eventId])),
    ];
    return { events, readAgain };
  };

  describe('a recorded event', () => {
    it('is deeply frozen, however it is read', async () => {
      const { events, readAgain } = await append();
      for (const event of [...events, ...(await readAgain())]) assertDeeplyFrozen(event, 'event');
    });

    it('is deeply frozen also when it holds no Dates', async () => {
      const streamId = newStreamId();
      const event = { type: 'order.placed', data: { lines: [{ sku: 'a' }] }, metadata: { by: { name: 'Ada' } } };
      const { events } = await subject.store.appendToStream(streamId, [event]);
      for (const recorded of [...events, ...(await subject.store.readStream(streamId))]) {
        assertDeeplyFrozen(recorded, 'event');
      }
    });

    it('refuses a change', async () => {
      const [event] = (await append()).events;
      assert.throws(() => Object.assign(event ?? {}, { type: 'order.lost' }), TypeError);
      assert.throws(() => Object.assign(event?.data ?? {}, { lines: [] }), TypeError);
      assert.throws(() => (event?.data.lines as unknown[]).push('b'), TypeError);
    });

    it('is not changed in the store by a reader that moves one of its Dates', async () => {
      const { events, readAgain } = await append();
      const before = JSON.stringify(await readAgain());
      for (const event of [...events, ...(await readAgain())]) {
        event.createdAt.setTime(0);
        (event.data.placedAt as Date).setTime(0);
        (event.metadata.by as { at: Date }).at.setTime(0);
      }
      assert.equal(JSON.stringify(await readAgain()), before);
    });
  });

  describe('the caller of an append', () => {
    it('may change its objects afterwards', async () => {
      const streamId = newStreamId();
      const data = order();
      const metadata = { by: { name: 'Ada' } };
      const event = { type: 'order.placed', data, metadata, eventId: newStreamId('event') };
      const events = [event];
      const appending = subject.store.appendToStream(streamId, events);
      const eventId = event.eventId;
      data.lines.push({ sku: 'b', tags: [] });
      data.lines[0]?.tags.push('y');
      data.placedAt.setTime(5_000);
      data.address.city = 'Lima';
      metadata.by.name = 'Eve';
      event.type = 'order.lost';
      event.eventId = 'other';
      events.push(event);
      const result = await appending;
      const stored = await subject.store.readStream(streamId);
      assert.deepEqual(result.events, stored);
      assert.deepEqual(
        stored.map((recorded) => [recorded.type, recorded.eventId, recorded.data, recorded.metadata]),
        [['order.placed', eventId, order(), { by: { name: 'Ada' } }]],
      );
    });

    it('keeps its objects as they were', async () => {
      const data = order();
      await subject.store.appendToStream(newStreamId(), [{ type: 'order.placed', data }]);
      assert.deepEqual(data, order());
      assert.ok(!Object.isFrozen(data) && !Object.isFrozen(data.lines));
    });
  });
}
