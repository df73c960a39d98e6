import assert from 'node:assert/strict';
import type { EventLog, EventPage, RecordedEvent } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import {
  assertRejects,
  collect,
  newStreamId,
  numbered,
  numberedEvents,
  range,
  type EventStoreSubject,
} from '../support.js';

/** Reads pages until one has nothing new. */
async function readPages(
  store: EventLog,
  after: number,
  options: { maxCount: number; types?: readonly string[] },
): Promise<EventPage[]> {
  const pages: EventPage[] = [];
  for (let position = after; ;) {
    const page = await store.readPage({ ...options, after: position });
    if (page.position === position) {
      assert.deepEqual(page.events, []);
      return pages;
    }
    assert.ok(page.position > position, 'a page moves forwards');
    for (const event of page.events)
      assert.ok(event.globalPosition > position && event.globalPosition <= page.position);
    pages.push(page);
    position = page.position;
  }
}

export function describePages(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  const arrange = async (): Promise<{ after: number; events: readonly RecordedEvent[] }> => {
    const after = await subject.store.headPosition();
    for (const count of [1, 4, 2, 1, 3]) await subject.store.appendToStream(newStreamId(), numberedEvents(count));
    return { after, events: await collect(subject.store.readAll({ after })) };
  };

  describe('reading page after page', () => {
    it('sees every event once, in order, whatever the size of the pages', async () => {
      const { after, events } = await arrange();
      for (const maxCount of [1, 2, 3, 5, 100]) {
        const pages = await readPages(subject.store, after, { maxCount });
        assert.deepEqual(
          pages.flatMap((page) => page.events),
          events,
        );
        assert.ok((pages.at(-1)?.position ?? -1) >= (await subject.store.headPosition()));
      }
    });

    it('sees every event also by the pattern for all types', async () => {
      const { after, events } = await arrange();
      const pages = await readPages(subject.store, after, { maxCount: 2, types: ['**', 'order.numbered'] });
      assert.deepEqual(
        pages.flatMap((page) => page.events),
        events,
      );
    });

    it('ends soon after maxCount', async () => {
      const { after } = await arrange();
      const page = await subject.store.readPage({ after, maxCount: 2 });
      assert.ok(page.events.length >= 2 && page.events.length <= 5, 'at most the rest of one append more');
    });

    it('begins in the middle of an append', async () => {
      const { after, events } = await arrange();
      for (const [index, { globalPosition }] of events.entries()) {
        const page = await subject.store.readPage({ after: globalPosition, maxCount: 100 });
        assert.deepEqual(page.events, events.slice(index + 1));
      }
      assert.equal(events[0] && events[0].globalPosition > after, true);
    });

    it('stays where it is when nothing is new', async () => {
      const head = await subject.store.headPosition();
      const { events, position } = await subject.store.readPage({ after: head, maxCount: 10 });
      assert.deepEqual(events, []);
      assert.ok(position >= head);
      assert.deepEqual(await subject.store.readPage({ after: position, maxCount: 10 }), { events, position });
    });

    it('moves past events that it leaves out, up to the head at least', async () => {
      const { after } = await arrange();
      const head = await subject.store.headPosition();
      for (const filter of [
        { types: ['order.lost'] },
        { types: ['lost.**'] },
        { streams: [newStreamId()] },
        { types: [] },
      ]) {
        const { events, position } = await subject.store.readPage({ after, maxCount: 3, ...filter });
        assert.deepEqual(events, []);
        assert.ok(position >= head);
      }
    });

    it('finds the events of a filter between those that it leaves out', async () => {
      const { after } = await arrange();
      const wanted: RecordedEvent[] = [];
      for (const number of range(5)) {
        const events = [numbered(0, 'order.noted'), numbered(number, 'order.wanted'), numbered(1, 'order.noted')];
        const result = await subject.store.appendToStream(newStreamId(), events);
        wanted.push(...result.events.slice(1, 2));
        await subject.store.appendToStream(newStreamId(), [numbered(2, 'order.noted')]);
      }
      for (const types of [['order.wanted'], ['*.wanted'], ['**.wanted.**', 'order.lost']]) {
        const pages = await readPages(subject.store, after, { maxCount: 2, types });
        assert.deepEqual(
          pages.flatMap(({ events }) => events),
          wanted,
        );
        assert.ok((pages.at(-1)?.position ?? -1) >= (await subject.store.headPosition()));
      }
      const streams = wanted.map(({ streamId }) => streamId).slice(1, 3);
      const page = await subject.store.readPage({ after, maxCount: 9, types: ['order.wanted'], streams });
      assert.deepEqual(page.events, wanted.slice(1, 3));
    });

    it('refuses options of the wrong kind', async () => {
      const refused = [
        { after: -2, maxCount: 1 },
        { after: 1.5, maxCount: 1 },
        { after: '0', maxCount: 1 },
        { after: -1, maxCount: NaN },
        { after: -1, maxCount: -1 },
        { after: -1, maxCount: 1, types: { $ne: null } },
        { after: -1, maxCount: 1, types: ['order.*', 'order.pla*'] },
        { after: -1, maxCount: 1, types: ['[a-z].*'] },
      ];
      for (const options of refused) {
        await assertRejects(() => subject.store.readPage(options as never), { code: 'INVALID_OPTION' });
      }
    });
  });

  describe('the head', () => {
    it('is the position of the last event', async () => {
      const { globalPosition } = await subject.store.appendToStream(newStreamId(), numberedEvents(3));
      assert.equal(await subject.store.headPosition(), globalPosition);
      assert.equal(await subject.other.headPosition(), globalPosition);
    });
  });

  describe('finding events by id', () => {
    it('gives those that exist, each once, in global order', async () => {
      const { events } = await arrange();
      const ids = events.map(({ eventId }) => eventId);
      assert.deepEqual(await subject.store.findEvents([...ids].reverse()), events);
      const some = [ids[7], 'no such event', ids[2], ids[7]].filter((id) => id !== undefined);
      assert.deepEqual(await subject.other.findEvents(some), [events[2], events[7]]);
      assert.deepEqual(await subject.store.findEvents([]), []);
    });
  });

  describe('listening for appends', () => {
    it('calls back only between the beginning and the end of it, and without harm to the append', async () => {
      const calls: string[] = [];
      const stopFirst = subject.store.onAppend(() => calls.push('first'));
      stopFirst();
      stopFirst();
      const stopSecond = subject.store.onAppend(() => calls.push('second'));
      await subject.store.appendToStream(newStreamId(), numberedEvents(2));
      stopSecond();
      assert.ok(!calls.includes('first'));
    });
  });
}
