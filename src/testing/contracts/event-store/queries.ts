import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import type { EventQuery, RecordedEvent } from '../../../event-store/index.js';
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

export function describeQueries(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  /** Everything that a query finds after a position of the log, page by page. */
  const findAll = async (query: EventQuery, after: number): Promise<RecordedEvent[]> => {
    const isForwards = query.direction === 'forwards';
    const events: RecordedEvent[] = [];
    let next: number | null | undefined = isForwards ? after : undefined;
    do {
      const page = await subject.store.queryEvents({ ...query, ...(next !== undefined && { after: next }) });
      assert.ok(page.events.length <= (query.maxCount ?? 100), 'a page holds at most what was asked for');
      events.push(...page.events);
      assert.notEqual(page.next, next, 'a cursor must move');
      next = page.next;
    } while (next !== null && (isForwards || next > after));
    return events.filter(({ globalPosition }) => globalPosition > after);
  };

  /** Thirty events: five types, three streams and three correlation ids, in appends of one to four. */
  const arrange = async () => {
    const after = await subject.store.headPosition();
    const id = randomUUID();
    const words = ['placed', 'paid', 'line.added', 'line.removed', 'line'];
    const [a, b, c] = [`q${id}-a`, `q${id}-ab`, `q${id}-c`];
    const correlationIds = [`${id}-1`, `${id}-2`, undefined];
    let next = 0;
    for (const [streamId, count] of range(4)
      .flatMap(
        () =>
          [
            [a, 3],
            [b, 1],
            [c, 4],
          ] as const,
      )
      .slice(0, 11)) {
      const events = range(count).map(() => {
        const correlationId = correlationIds[(next % 7) % 3];
        const event = numbered(next, `q${id}.${String(words[next++ % words.length])}`);
        return correlationId === undefined ? event : { ...event, metadata: { correlationId } };
      });
      await subject.store.appendToStream(streamId, events);
    }
    const events = await collect(subject.other.readAll({ after }));
    assert.equal(events.length, next);
    return { after, events, type: `q${id}`, streams: [a, b, c] as const, prefix: `q${id}-`, correlationIds };
  };

  describe('queries over events', () => {
    it('give the newest 100 events first, and say where the next page begins', async () => {
      const streamId = newStreamId();
      await subject.store.appendToStream(streamId, numberedEvents(70));
      await subject.store.appendToStream(streamId, numberedEvents(50));
      const wanted = (await subject.other.readStream(streamId)).reverse();
      const everything = await subject.store.queryEvents();
      assert.deepEqual(everything.events, wanted.slice(0, 100));
      assert.equal(everything.next, wanted[99]?.globalPosition);
      assert.deepEqual(await subject.store.queryEvents({ streamId }), everything);
      assert.deepEqual(await subject.store.queryEvents({ streamId, after: everything.next }), {
        events: wanted.slice(100),
        next: null,
      });
    });

    it('take each filter and all of them together, in both directions, page by page', async () => {
      const { after, events, type, streams, prefix, correlationIds } = await arrange();
      const [a, b] = streams;
      const byType: [readonly string[] | undefined, (rest: string) => boolean][] = [
        [undefined, () => true],
        [[], () => false],
        [[`${type}.paid`], (rest) => rest === 'paid'],
        [[`${type}.*`, `${type}.line.added`], (rest) => rest !== 'line.removed'],
        [[`${type}.line.**`], (rest) => rest.startsWith('line')],
        [[`${type}.lost.*`, `${type}.lost`], () => false],
      ];
      for (const [types, hasType] of byType) {
        for (const streamPrefix of ['', `${prefix}a`, prefix]) {
          for (const streamId of [undefined, a, b]) {
            for (const correlationId of [undefined, correlationIds[0]]) {
              const wanted = events.filter(
                (event) =>
                  hasType(event.type.slice(type.length + 1)) &&
                  event.streamId.startsWith(streamPrefix) &&
                  event.streamId === (streamId ?? event.streamId) &&
                  event.metadata.correlationId === (correlationId ?? event.metadata.correlationId),
              );
              const query = {
                ...(types && { types }),
                ...(streamPrefix !== '' && { streamPrefix }),
                ...(streamId !== undefined && { streamId }),
                ...(correlationId !== undefined && { correlationId }),
              };
              const about = JSON.stringify(query);
              for (const maxCount of [2, 1_000]) {
                assert.deepEqual(await findAll({ ...query, maxCount, direction: 'forwards' }, after), wanted, about);
                assert.deepEqual(await findAll({ ...query, maxCount }, after), wanted.toReversed(), about);
              }
            }
          }
        }
      }
    });

    it('go on from every position, also inside an append and in a stream of others', async () => {
      const { events, type, streams } = await arrange();
      const [a] = streams;
      for (const query of [{ types: [`${type}.**`] }, { types: [`${type}.paid`] }, { streamId: a }]) {
        const ofQuery = events.filter((event) =>
          'streamId' in query ? event.streamId === a : query.types[0] !== `${type}.paid` || event.type.endsWith('paid'),
        );
        for (const { globalPosition: after } of events) {
          const before = ofQuery.filter(({ globalPosition }) => globalPosition < after).reverse();
          const behind = ofQuery.filter(({ globalPosition }) => globalPosition > after);
          assert.deepEqual(await subject.store.queryEvents({ ...query, after }), { events: before, next: null });
          assert.deepEqual(await subject.store.queryEvents({ ...query, after, direction: 'forwards' }), {
            events: behind,
            next: null,
          });
        }
      }
    });

    it('end exactly where there is no more', async () => {
      const { after, events, type } = await arrange();
      const types = [`${type}.**`];
      for (const maxCount of range(5)) {
        assert.deepEqual(await findAll({ types, maxCount: maxCount + 1 }, after), events.toReversed());
      }
      for (const direction of ['forwards', 'backwards'] as const) {
        const maxCount = events.length;
        const whole = await subject.store.queryEvents({ types, direction, maxCount });
        assert.equal(whole.events.length, maxCount);
        assert.equal(whole.next, null);
        const short = await subject.store.queryEvents({ types, direction, maxCount: maxCount - 1 });
        assert.equal(short.events.length, maxCount - 1);
        assert.equal(short.next, short.events.at(-1)?.globalPosition);
      }
    });

    it('end there too where the cursor cuts an append of which nothing is left', async () => {
      const [streamId, type] = [newStreamId(), `q${randomUUID()}`];
      const { events } = await subject.store.appendToStream(streamId, [numbered(0, type), numbered(1)]);
      const last = await subject.store.appendToStream(streamId, [numbered(2, type)]);
      const after = events[0]?.globalPosition ?? -1;
      const page = await subject.store.queryEvents({ types: [type], direction: 'forwards', after, maxCount: 1 });
      assert.deepEqual(page, { events: last.events, next: null });
      const newest = await subject.store.queryEvents({ after: Number.MAX_SAFE_INTEGER, maxCount: 1 });
      assert.deepEqual(newest.events, last.events);
    });

    it('give nothing where there is nothing', async () => {
      const nothing = { events: [], next: null };
      await subject.store.appendToStream(newStreamId(), [numbered(0)]);
      for (const query of [
        { types: [] },
        { types: ['order.never.seen'] },
        { types: ['order.never.*'] },
        { streamId: newStreamId() },
        { streamPrefix: newStreamId() },
        { streamPrefix: '$' },
        { correlationId: randomUUID() },
        { createdTo: new Date(0) },
        { createdFrom: new Date(8.64e15) },
        { createdFrom: new Date(2), createdTo: new Date(1) },
        { after: 0 },
        { after: -1 },
        { after: Number.MAX_SAFE_INTEGER, direction: 'forwards' },
        { after: await subject.store.headPosition(), direction: 'forwards' },
      ] as const) {
        assert.deepEqual(await subject.store.queryEvents(query), nothing, inspect(query));
      }
    });

    it('take every character of a prefix for itself', async () => {
      const id = newStreamId('prefix');
      const ids = [
        'a.b',
        'axb',
        'a*',
        'a',
        'A',
        'b',
        '^a',
        '(',
        'é',
        'e\u0301',
        '\ud7ff!',
        '\ue000',
        '\u{10ffff}x',
        '\u{10ffff}',
      ].map((end) => `${id}${end}`);
      const after = await subject.store.headPosition();
      for (const streamId of ids) await subject.store.appendToStream(streamId, [numbered(0)]);
      for (const streamPrefix of [...ids, id, `${id}\u{10ffff}\u{10ffff}`, `${id}\ud7ff`, `${id}.`, `${id}[a-z]`]) {
        const found = await findAll({ streamPrefix, direction: 'forwards' }, after);
        assert.deepEqual(
          found.map(({ streamId }) => streamId),
          ids.filter((streamId) => streamId.startsWith(streamPrefix)),
          streamPrefix,
        );
      }
    });

    it('take a correlation id as one text, event by event', async () => {
      const streamId = newStreamId();
      const after = await subject.store.headPosition();
      const correlationId = `a.*${randomUUID()}`;
      const others = [{}, { correlationId: [correlationId] }, { correlationId: { correlationId } }];
      const append = (...metadata: readonly object[]) =>
        subject.store.appendToStream(
          streamId,
          metadata.map((given) => ({ ...numbered(0), metadata: given })),
        );
      await append({ correlationId }, ...others, { correlationId });
      for (const other of others) for (let count = 0; count < 5; count++) await append(other);
      await append({ correlationId, by: 'Ada' });
      const wanted = (await subject.store.readStream(streamId)).filter(
        (event) => event.metadata.correlationId === correlationId,
      );
      assert.equal(wanted.length, 3);
      for (const query of [{ correlationId }, { correlationId, types: ['order.*'] }]) {
        for (const maxCount of [1, 2, 100]) {
          assert.deepEqual(await findAll({ ...query, maxCount, direction: 'forwards' }, after), wanted);
          assert.deepEqual(await findAll({ ...query, maxCount }, after), wanted.toReversed());
        }
      }
    });

    it('take a span of time, both ends included', async () => {
      const streamId = newStreamId();
      const after = await subject.store.headPosition();
      const moments = new Set<number>();
      for (let number = 0; moments.size < 4; number++) {
        assert.ok(number < 1_000_000, 'the clock must move');
        const { events } = await subject.store.appendToStream(streamId, [numbered(number), numbered(number)]);
        for (const { createdAt } of events) moments.add(createdAt.getTime());
      }
      const events = await subject.store.readStream(streamId);
      const bounds = [...moments].flatMap((moment) => [moment - 1, moment, moment + 1]);
      for (const from of [undefined, ...bounds]) {
        for (const to of [undefined, ...bounds]) {
          const wanted = events.filter(
            ({ createdAt }) => createdAt.getTime() >= (from ?? 0) && createdAt.getTime() <= (to ?? Infinity),
          );
          const query = {
            ...(from !== undefined && { createdFrom: new Date(from) }),
            ...(to !== undefined && { createdTo: new Date(to) }),
            maxCount: 10_000,
          };
          assert.deepEqual(await findAll({ ...query, direction: 'forwards' }, after), wanted, inspect(query));
          assert.deepEqual(await findAll({ ...query, streamId }, after), wanted.toReversed(), inspect(query));
        }
      }
    });

    it('keep what was asked for when the caller changes it', async () => {
      const { events, type } = await arrange();
      const query = { types: [`${type}.paid`], createdFrom: new Date(0), createdTo: new Date(8.64e15) };
      const asking = subject.store.queryEvents(query);
      query.types[0] = 'order.lost';
      query.createdFrom.setTime(8.64e15);
      query.createdTo.setTime(0);
      const wanted = events.filter((event) => event.type === `${type}.paid`);
      assert.deepEqual((await asking).events, wanted.reverse());
    });

    it('read as many as 10 000 events in a page', async () => {
      const streamId = newStreamId();
      await subject.store.appendToStream(streamId, numberedEvents(10_000));
      await subject.store.appendToStream(streamId, [numbered(10_000)]);
      const page = await subject.store.queryEvents({ streamId, maxCount: 10_000 });
      assert.deepEqual(numbersOf(page.events), range(10_001).slice(1).reverse());
      const rest = await subject.store.queryEvents({ streamId, maxCount: 10_000, after: page.next ?? -1 });
      assert.deepEqual(numbersOf(rest.events), [0]);
      assert.equal(rest.next, null);
    });

    it('find every event of large ones too, however the pages are cut', async () => {
      const streamId = newStreamId();
      const after = await subject.store.headPosition();
      for (const number of range(5)) {
        const data = { number, text: 'x'.repeat(7_000_000) };
        await subject.store.appendToStream(streamId, [{ type: 'order.numbered', data }]);
      }
      assert.deepEqual(numbersOf(await findAll({ streamId }, after)), [4, 3, 2, 1, 0]);
      assert.deepEqual(numbersOf(await findAll({ direction: 'forwards' }, after)), range(5));
    });

    it('show an acknowledged append at once, to every process', async () => {
      const { events } = await subject.store.appendToStream(newStreamId(), [numbered(1)]);
      assert.deepEqual((await subject.other.queryEvents({ maxCount: 1 })).events, events);
    });

    it('give events that nobody can change', async () => {
      const { type } = await arrange();
      const [event] = (await subject.store.queryEvents({ types: [`${type}.paid`] })).events;
      assert.ok(event !== undefined && Object.isFrozen(event) && Object.isFrozen(event.data));
    });
  });
}
