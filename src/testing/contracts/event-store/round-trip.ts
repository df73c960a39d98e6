import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import { nested } from '../storable-values.js';
import { collect, newStreamId, type EventStoreSubject } from '../support.js';

/** Data that comes back exactly as it went in. */
const storable: Readonly<Record<string, object>> = {
  'nested objects and arrays': { a: { b: [{ c: [] }, [[1, [2]], {}], 'x'] }, empty: {} },
  'strings of every kind': {
    empty: '',
    emoji: '👩‍👩‍👧 😀',
    composed: 'é',
    decomposed: 'e\u0301',
    nul: 'a\0b',
    lines: ' \r\n\t ',
    mark: '\ufeffmarked',
    replacement: '\ufffd',
    last: '\uffff\u{10ffff}',
    operator: '$where',
    number: '1',
  },
  'numbers of every kind': {
    zero: 0,
    minusZero: -0,
    one: 1,
    edges32: [-2, -1, 0, 1, 2].flatMap((step) => [2 ** 31 + step, -(2 ** 31) + step, 2 ** 32 + step]),
    edges53: [-4, -2, -1, 0, 2, 4].flatMap((step) => [2 ** 53 + step, -(2 ** 53) + step]),
    edges64: [2 ** 60, 2 ** 63, -(2 ** 63), 2 ** 64, 2 ** 63 - 1_024, 1e21, 1e308, -1e308],
    fractions: [0.1, 0.1 + 0.2, -1.5, 1 / 3],
    extremes: [Number.MAX_VALUE, Number.MIN_VALUE, Number.EPSILON],
    notNumbers: [NaN, Infinity, -Infinity],
  },
  'booleans and null': { yes: true, no: false, nothing: null, list: [true, false, null] },
  dates: {
    epoch: new Date(0),
    before: new Date(-1),
    now: new Date(1_700_000_000_123),
    ends: [new Date(8.64e15), new Date(-8.64e15)],
  },
  'property names of every kind': {
    '': 'empty',
    $gt: 1,
    $set: { $inc: 1 },
    'a.b': { 'c.d': 1 },
    '.': 1,
    '..': 1,
    '0': 'index',
    _id: 'id',
    constructor: 'c',
    hasOwnProperty: 'h',
    toString: 't',
    toBSON: 'b',
    toJSON: 'j',
    then: 'later',
    length: 3,
    'é 😀': 'unicode',
    $ref: 'alone',
    $date: '2020-01-01',
    $numberLong: '5',
  },
  'property names of what every object inherits': Object.fromEntries(
    Object.getOwnPropertyNames(Object.prototype)
      .filter((name) => name !== '__proto__')
      .map((name) => [name, { [name]: [{ [name]: [[{ n: 1 }], 'x'] }] }]),
  ),
  'the order of properties': { z: 1, a: 2, m: { y: 1, b: 2 } },
  '100 levels': nested(100),
};

export function describeRoundTrip(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  /** Appends data as the data and as the metadata of an event, and reads it in every way there is. */
  const readBack = async (data: object): Promise<readonly RecordedEvent[]> => {
    const streamId = newStreamId();
    const eventId = randomUUID();
    const after = await subject.store.headPosition();
    const result = await subject.store.appendToStream(streamId, [
      { type: 'order.noted', data, metadata: { ...data }, eventId },
    ]);
    return [
      ...result.events,
      ...(await subject.store.readStream(streamId)),
      ...(await collect(subject.store.iterateStream(streamId))),
      ...(await collect(subject.other.readAll({ after }))),
      ...(await subject.other.readPage({ after, maxCount: 1 })).events,
      ...(await subject.other.findEvents([eventId])),
    ];
  };

  describe('what was stored comes back exactly', () => {
    for (const [name, data] of Object.entries(storable)) {
      it(name, async () => {
        const events = await readBack(data);
        assert.equal(events.length, 6);
        for (const event of events) {
          assert.deepEqual(event.data, data);
          assert.deepEqual(event.metadata, data);
          assert.equal(JSON.stringify(event.data), JSON.stringify(data), 'in the same order');
        }
      });
    }

    it('leaves out properties that are undefined', async () => {
      for (const { data } of await readBack({ a: undefined, b: { c: undefined, d: 1 }, e: [{ f: undefined }] })) {
        assert.deepEqual(data, { b: { d: 1 }, e: [{}] });
      }
    });

    it('makes plain objects of objects without a prototype', async () => {
      const bare = Object.assign(Object.create(null) as object, { a: 1 });
      for (const { data } of await readBack({ bare })) assert.deepEqual(data, { bare: { a: 1 } });
    });

    it('takes one object at several places', async () => {
      const address = { city: 'Paris' };
      for (const { data } of await readBack({ from: address, to: address })) {
        assert.deepEqual(data, { from: { city: 'Paris' }, to: { city: 'Paris' } });
      }
    });

    it('takes an append that nearly fills the 16 MB of a document', async () => {
      const streamId = newStreamId();
      const events = [1, 2, 3, 4].map((number) => ({
        type: 'order.noted',
        data: { number, text: 'é'.repeat(2_080_000) },
      }));
      await subject.store.appendToStream(streamId, events);
      const stored = await subject.store.readStream(streamId);
      assert.deepEqual(
        stored.map(({ data }) => data),
        events.map(({ data }) => data),
      );
    });

    it('takes stream ids and event ids with any characters up to their full length', async () => {
      const ids = [
        'é'.repeat(219),
        '😀'.repeat(109),
        'a b/c.d*"\'\\{}[]()^%',
        '__proto__',
        'constructor',
        '\ufffd\u0001',
      ];
      for (const id of ids) {
        const streamId = `${randomUUID()}-${id}`;
        const eventId = streamId.slice(0, 37 + 80);
        await subject.store.appendToStream(streamId, [{ type: 'order.noted', eventId }]);
        const [event] = await subject.other.readStream(streamId);
        assert.equal(event?.streamId, streamId);
        assert.equal(event.eventId, eventId);
        assert.equal((await subject.store.streamInfo(streamId))?.streamId, streamId);
      }
    });
  });
}
