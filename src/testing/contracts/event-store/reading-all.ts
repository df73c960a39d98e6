import assert from 'node:assert/strict';
import type { ReadAllOptions } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import { assertRejects, collect, newStreamId, numbered, numbersOf, range, type EventStoreSubject } from '../support.js';

export function describeReadingAll(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  /** Twelve events of three types in two streams, in appends of one to three. */
  const arrange = async () => {
    const after = await subject.store.headPosition();
    const [a, b] = [newStreamId('a'), newStreamId('b')];
    const types = ['order.placed', 'order.paid', 'order.sent'];
    let next = 0;
    for (const [streamId, count] of [
      [a, 3],
      [b, 1],
      [a, 2],
      [b, 3],
      [a, 1],
      [b, 2],
    ] as const) {
      await subject.store.appendToStream(
        streamId,
        range(count).map(() => numbered(next, types[next++ % types.length])),
      );
    }
    return { after, a, b, read: (options: ReadAllOptions) => collect(subject.store.readAll({ after, ...options })) };
  };

  describe('reading all streams', () => {
    it('gives every event in global order', async () => {
      const { read } = await arrange();
      const events = await read({});
      assert.deepEqual(numbersOf(events), range(12));
      const positions = events.map(({ globalPosition }) => globalPosition);
      assert.deepEqual(
        positions,
        [...new Set(positions)].sort((left, right) => left - right),
      );
    });

    it('begins at the start by default', async () => {
      const streamId = newStreamId();
      const { events } = await subject.store.appendToStream(streamId, [numbered(1)]);
      assert.deepEqual(await collect(subject.store.readAll({ streams: [streamId] })), events);
      assert.deepEqual((await collect(subject.store.readAll())).at(-1), events[0]);
      assert.deepEqual(await collect(subject.store.readAll({ after: -1, maxCount: 1 })), [
        (await collect(subject.store.readAll()))[0],
      ]);
    });

    it('gives only the types, only the streams, or both that are asked for', async () => {
      const { read, a, b } = await arrange();
      const events = await read({});
      for (const types of [undefined, [], ['order.paid'], ['order.sent', 'order.placed'], ['order.lost']]) {
        for (const streams of [undefined, [], [a], [b, a], [newStreamId(), b]]) {
          const wanted = events.filter(
            ({ type, streamId }) => (types?.includes(type) ?? true) && (streams?.includes(streamId) ?? true),
          );
          const options = { ...(types && { types }), ...(streams && { streams }) };
          assert.deepEqual(await read(options), wanted, JSON.stringify(options));
        }
      }
    });

    it('gives only the types that fit a pattern or a name', async () => {
      const after = await subject.store.headPosition();
      const streamId = newStreamId();
      const types = ['order', 'order.placed', 'order.line.added', 'orders.placed', 'line', 'shop.order.line-2.added'];
      for (const [index, type] of [...types, ...types].entries()) {
        const other = numbered(-1, 'noise.made');
        await subject.store.appendToStream(index % 2 === 0 ? streamId : newStreamId(), [numbered(index, type), other]);
      }
      const events = await collect(subject.store.readAll({ after }));
      for (const [patterns, fitting] of [
        [['order.*'], ['order.placed']],
        [['order.**'], ['order', 'order.placed', 'order.line.added']],
        [['*.placed'], ['order.placed', 'orders.placed']],
        [['**.added'], ['order.line.added', 'shop.order.line-2.added']],
        [['**.line.**'], ['order.line.added', 'line']],
        [
          ['*', 'order.placed'],
          ['order', 'line', 'order.placed'],
        ],
        [['**.order.**.*.**.added'], ['order.line.added', 'shop.order.line-2.added']],
        [
          ['order.*.*.**', 'lost.**', 'line'],
          ['order.line.added', 'line'],
        ],
        [['**.lost.**'], []],
        [
          ['**', 'line'],
          [...types, 'noise.made'],
        ],
      ] as const) {
        for (const streams of [undefined, [streamId]]) {
          const options = { after, types: patterns, ...(streams && { streams }) };
          const wanted = events.filter(
            (event) =>
              (fitting as readonly string[]).includes(event.type) && (streams?.includes(event.streamId) ?? true),
          );
          const about = JSON.stringify(options);
          assert.deepEqual(await collect(subject.store.readAll(options)), wanted, about);
          assert.deepEqual(
            await collect(subject.other.readAll({ ...options, maxCount: 3 })),
            wanted.slice(0, 3),
            about,
          );
        }
      }
    });

    it('begins after each position, also inside an append, and ends at maxCount', async () => {
      const { read } = await arrange();
      const events = await read({});
      for (const [index, { globalPosition }] of events.entries()) {
        assert.deepEqual(await read({ after: globalPosition }), events.slice(index + 1));
        for (const maxCount of [0, 1, 5]) {
          assert.deepEqual(
            await read({ after: globalPosition, maxCount }),
            events.slice(index + 1, index + 1 + maxCount),
          );
        }
        const types = ['order.paid'];
        const wanted = events.slice(index + 1).filter(({ type }) => types.includes(type));
        assert.deepEqual(await read({ after: globalPosition, types, maxCount: 2 }), wanted.slice(0, 2));
      }
    });

    it('gives nothing after the head', async () => {
      const { read } = await arrange();
      assert.deepEqual(await read({ after: await subject.store.headPosition() }), []);
      assert.deepEqual(await read({ after: Number.MAX_SAFE_INTEGER }), []);
    });

    it('can be left before the end', async () => {
      const { after } = await arrange();
      for await (const event of subject.store.readAll({ after })) {
        assert.equal(event.data.number, 0);
        break;
      }
    });

    it('is not held up by appends that failed', async () => {
      const { a, read } = await arrange();
      for (const number of range(3)) {
        await assertRejects(
          () => subject.store.appendToStream(a, [numbered(number)], { expectedStreamVersion: 'no_stream' }),
          { code: 'STREAM_VERSION_CONFLICT' },
        );
      }
      const raced = newStreamId();
      await Promise.allSettled(
        range(16).map((number) =>
          (number % 2 === 0 ? subject.store : subject.other).appendToStream(raced, [numbered(number)], {
            expectedStreamVersion: -1,
          }),
        ),
      );
      await subject.store.appendToStream(a, [numbered(12)]);
      assert.deepEqual(numbersOf(await read({ streams: [a] })).at(-1), 12);
      assert.equal((await read({})).length, 14);
    });
  });
}
