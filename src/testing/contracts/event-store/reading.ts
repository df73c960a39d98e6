import assert from 'node:assert/strict';
import type { ReadStreamOptions, RecordedEvent } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import {
  collect,
  newStreamId,
  numbered,
  numberedEvents,
  numbersOf,
  range,
  type EventStoreSubject,
} from '../support.js';

const ends = {
  from: [undefined, 0, 1, 4, 9, 10, 50],
  to: [undefined, 0, 3, 5, 9, 100],
  direction: [undefined, 'forwards', 'backwards'],
  maxCount: [undefined, 0, 1, 4, 100],
} as const;

/** Every combination of the options, those that are undefined left out. */
function* combinations(): Generator<ReadStreamOptions> {
  for (const from of ends.from) {
    for (const to of ends.to) {
      for (const direction of ends.direction) {
        for (const maxCount of ends.maxCount) {
          yield Object.fromEntries(
            Object.entries({ from, to, direction, maxCount }).filter(([, value]) => value !== undefined),
          );
        }
      }
    }
  }
}

/** What a read of a stream's events must give. */
function expected(events: readonly RecordedEvent[], options: ReadStreamOptions): readonly RecordedEvent[] {
  const { from = 0, to = Infinity, direction, maxCount } = options;
  const wanted = events.filter(({ streamPosition }) => streamPosition >= from && streamPosition <= to);
  return (direction === 'backwards' ? wanted.reverse() : wanted).slice(0, maxCount);
}

export function describeReading(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  describe('reading a stream', () => {
    it('page by page gives the same, in any direction and from anywhere', async () => {
      const streamId = newStreamId();
      await subject.store.appendToStream(streamId, numberedEvents(3));
      await subject.store.appendToStream(streamId, numberedEvents(1_500));
      for (const options of [
        {},
        { from: 2 },
        { from: 2, to: 1_200, maxCount: 1_100 },
        { direction: 'backwards' },
      ] as const) {
        const pages = await collect(subject.store.streamPages(streamId, options));
        assert.deepEqual(pages.flat(), await subject.store.readStream(streamId, options));
        assert.ok(pages.every((page) => page.length > 0));
      }
      assert.deepEqual(await collect(subject.store.streamPages(newStreamId())), []);
    });

    it('gives nothing for a stream that is missing', async () => {
      assert.deepEqual(await subject.store.readStream(newStreamId()), []);
      assert.deepEqual(await collect(subject.store.iterateStream(newStreamId(), { direction: 'backwards' })), []);
    });

    it('keeps streams apart whose ids are alike', async () => {
      const id = newStreamId();
      const ids = [
        id,
        `${id}-`,
        `${id} `,
        ` ${id}`,
        id.toUpperCase(),
        `${id}é`,
        `${id}e\u0301`,
        `${id}.`,
        `${id}$`,
        `${id}/*`,
      ];
      for (const [index, streamId] of ids.entries()) await subject.store.appendToStream(streamId, [numbered(index)]);
      for (const [index, streamId] of ids.entries()) {
        assert.deepEqual(numbersOf(await subject.store.readStream(streamId)), [index]);
      }
    });

    it('takes from, to, direction and maxCount together, as a list and one by one', async () => {
      const streamId = newStreamId();
      for (const count of [3, 1, 4, 2]) await subject.store.appendToStream(streamId, numberedEvents(count));
      const events = await subject.store.readStream(streamId);
      assert.equal(events.length, 10);
      for (const options of combinations()) {
        const wanted = expected(events, options);
        const message = JSON.stringify(options);
        assert.deepEqual(await subject.store.readStream(streamId, options), wanted, message);
        assert.deepEqual(await collect(subject.store.iterateStream(streamId, options)), wanted, message);
      }
    });

    it('iterates a long stream in order, both ways', async () => {
      const streamId = newStreamId();
      for (const part of range(25)) {
        await subject.store.appendToStream(
          streamId,
          range(100).map((index) => numbered(part * 100 + index)),
        );
      }
      assert.deepEqual(numbersOf(await collect(subject.store.iterateStream(streamId))), range(2_500));
      assert.deepEqual(
        numbersOf(await collect(subject.store.iterateStream(streamId, { direction: 'backwards' }))),
        range(2_500).reverse(),
      );
    });

    it('can be left before the end', async () => {
      const streamId = newStreamId();
      await subject.store.appendToStream(streamId, numberedEvents(10));
      const seen: unknown[] = [];
      for await (const event of subject.store.iterateStream(streamId)) {
        seen.push(event.data.number);
        if (seen.length === 3) break;
      }
      assert.deepEqual(seen, [0, 1, 2]);
    });
  });
}
