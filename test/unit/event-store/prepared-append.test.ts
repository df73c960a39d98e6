import { IsNumber, IsString } from 'class-validator';
import { prepareAppend } from '../../../src/event-store/index.js';
import { Event } from '../../../src/messages/index.js';
import { thrownBy } from './thrown-by.js';

@Event('order.placed', { version: 2 })
class OrderPlaced {
  @IsString() customer: string;
  @IsNumber() total: number;

  constructor(customer: string, total: number) {
    this.customer = customer;
    this.total = total;
  }
}

const placed = { type: 'order.placed', data: { total: 5 } };

describe('prepareAppend', () => {
  it('fills in what an event literal leaves out', () => {
    const { streamId, expected, events } = prepareAppend('order-1', [{ type: 'order.placed' }]);
    expect({ streamId, expected }).toEqual({ streamId: 'order-1', expected: 'any' });
    expect(events).toEqual([{ type: 'order.placed', data: {}, metadata: {}, eventId: expect.any(String) }]);
  });

  it('gives events without an id ids that sort in their order', () => {
    const { events } = prepareAppend(
      'order-1',
      Array.from({ length: 100 }, () => placed),
    );
    const ids = events.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(100);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('keeps an id, metadata and an expected version that are given', () => {
    const event = { ...placed, eventId: 'event-1', metadata: { by: 'Ada' } };
    const { events, expected } = prepareAppend('order-1', [event], { expectedStreamVersion: 3 });
    expect(events).toEqual([event]);
    expect(expected).toBe(3);
  });

  it('copies what it keeps', () => {
    const data = { lines: ['a'] };
    const metadata = { by: { name: 'Ada' } };
    const { events } = prepareAppend('order-1', [{ type: 'order.placed', data, metadata }]);
    data.lines.push('b');
    metadata.by.name = 'Eve';
    expect(events[0]).toMatchObject({ data: { lines: ['a'] }, metadata: { by: { name: 'Ada' } } });
  });

  it('writes an instance of an event class as its type, its data and its version', () => {
    const { events } = prepareAppend('order-1', [new OrderPlaced('Ada', 5)]);
    expect(events[0]).toMatchObject({
      type: 'order.placed',
      data: { customer: 'Ada', total: 5 },
      metadata: { schemaVersion: 2 },
    });
    expect(Object.getPrototypeOf(events[0]?.data)).toBe(Object.prototype);
  });

  it('refuses an instance that breaks the rules of its class, with every property', () => {
    expect(thrownBy(() => prepareAppend('order-1', [placed, new OrderPlaced(5 as never, 'x' as never)]))).toMatchObject(
      {
        code: 'VALIDATION_FAILED',
        messageType: 'order.placed',
        issues: [expect.objectContaining({ path: 'customer' }), expect.objectContaining({ path: 'total' })],
      },
    );
  });

  it('refuses an instance of a class without @Event', () => {
    class Nameless {
      readonly total = 5;
    }
    expect(thrownBy(() => prepareAppend('order-1', [new Nameless()]))).toMatchObject({ code: 'INVALID_EVENT' });
  });

  it('counts at least the bytes of the text, and sums over the events', () => {
    const one = prepareAppend('order-1', [{ ...placed, eventId: 'a', data: { text: 'é'.repeat(1_000) } }]).bytes;
    expect(one).toBeGreaterThan(2_000);
    const two = [
      { ...placed, eventId: 'a' },
      { ...placed, eventId: 'b' },
    ];
    expect(prepareAppend('order-1', two).bytes).toBe(2 * prepareAppend('order-1', two.slice(0, 1)).bytes);
  });

  it('reads each property once, and refuses what throws when it is read', () => {
    let reads = 0;
    const counting = Object.defineProperty({ type: 'order.placed' }, 'data', {
      enumerable: true,
      get: () => ({ reads: ++reads }),
    });
    expect(prepareAppend('order-1', [counting]).events[0]?.data).toEqual({ reads: 1 });
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    expect(thrownBy(() => prepareAppend('order-1', [placed, proxy]))).toMatchObject({
      code: 'INVALID_EVENT',
      message: 'events[1]: reading it throws. Nothing was stored.',
      cause: expect.any(TypeError) as unknown,
    });
    expect(thrownBy(() => prepareAppend('order-1', [{ ...placed, metadata: proxy }]))).toMatchObject({
      message: 'events[0].metadata: reading it throws. Nothing was stored.',
    });
    expect(thrownBy(() => prepareAppend('order-1', proxy))).toMatchObject({ code: 'INVALID_EVENT' });
    expect(thrownBy(() => prepareAppend(proxy, [placed]))).toMatchObject({ code: 'INVALID_STREAM_ID' });
  });

  it('names the event that takes an append past 16 MB', () => {
    const large = { type: 'order.placed', data: { text: 'x'.repeat(6_000_000) } };
    expect(prepareAppend('order-1', [large, large]).events).toHaveLength(2);
    expect(thrownBy(() => prepareAppend('order-1', [large, large, large, large]))).toMatchObject({
      code: 'UNSTORABLE_DATA',
      path: 'events[2]',
    });
  });

  it.each([
    ['a stream id', { $gt: '' }, [placed], {}, 'INVALID_STREAM_ID'],
    ['a version', 'order-1', [placed], { expectedStreamVersion: 1.5 }, 'INVALID_EXPECTED_VERSION'],
    ['no events', 'order-1', [], {}, 'NO_EVENTS'],
    ['an event', 'order-1', [placed, { type: 'no type' }], {}, 'INVALID_EVENT'],
    ['data', 'order-1', [{ ...placed, data: [] }], {}, 'INVALID_EVENT'],
    [
      'an id twice',
      'order-1',
      [
        { ...placed, eventId: 'a' },
        { ...placed, eventId: 'a' },
      ],
      {},
      'INVALID_EVENT',
    ],
  ])('refuses %s of the wrong kind', (_name, streamId, events, options, code) => {
    expect(thrownBy(() => prepareAppend(streamId, events, options as never))).toMatchObject({ code });
  });
});
