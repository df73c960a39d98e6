import { IsObject } from 'class-validator';
import fc from 'fast-check';
import { createEvent, Event, type Class, type Properties } from '../../../src/index.js';
import { copyStorable } from '../../../src/event-store/index.js';
import { instantiate, serializeEvent } from '../../../src/messages/index.js';
import { Address, OrderLine, OrderPlaced } from '../../support/order.js';

@Event('anything.noted')
class AnythingNoted {
  @IsObject() value!: Record<string, unknown>;
}

/** The way of an event through the log, without a database. */
function roundTrip<E extends object>(type: Class<E>, properties: Properties<E>): { stored: object; read: E } {
  const stored = copyStorable(serializeEvent(createEvent(type, properties)).data, 'data').copy;
  return { stored, read: instantiate(type, stored) };
}

const order = {
  placedAt: new Date('2026-02-28T23:59:59.999Z'),
  address: { street: 'Lange Straße 1' },
  lines: [
    { product: 'tea', price: 350, labels: ['green', ''] },
    { product: 'cup', price: 1_200, labels: [] },
  ],
};

describe('an event on its way through the log', () => {
  it('keeps nested objects, arrays, Dates and the absence of optional fields', () => {
    const { stored, read } = roundTrip(OrderPlaced, order);
    expect(stored).toStrictEqual(order);
    expect(read).toEqual(order);
    expect('remark' in stored || 'city' in order.address).toBe(false);
  });

  it('keeps optional fields that are there', () => {
    const full = { ...order, remark: 'soon', address: { street: 'a', city: 'Bonn' } };
    expect(roundTrip(OrderPlaced, full).stored).toStrictEqual(full);
  });

  it('leaves out what is undefined', () => {
    const { stored } = roundTrip(OrderPlaced, { ...order, remark: undefined } as never);
    expect(stored).toStrictEqual(order);
  });

  it('comes back as instances of its classes', () => {
    const { read } = roundTrip(OrderPlaced, order);
    expect(read).toBeInstanceOf(OrderPlaced);
    expect(read.address).toBeInstanceOf(Address);
    expect(read.lines.every((line) => line instanceof OrderLine)).toBe(true);
    expect(read.placedAt).toBeInstanceOf(Date);
  });

  it('shares nothing with the properties it was made of', () => {
    const properties = structuredClone(order);
    const event = createEvent(OrderPlaced, properties);
    properties.lines[0]!.labels.push('late');
    properties.placedAt.setTime(0);
    expect(event).toEqual(order);
  });

  it('brings any plain data back exactly', () => {
    // Names that belong to JavaScript or to the database are refused, which other tests show.
    const key = fc.string({ unit: 'binary' }).filter((name) => name.isWellFormed() && !isReserved(name));
    const leaf = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.date({ noInvalidDate: true }),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 5 }), (value) => {
        const { stored, read } = roundTrip(AnythingNoted, { value });
        expect(stored).toStrictEqual({ value: withPlainPrototypes(value) });
        expect(read.value).toStrictEqual(withPlainPrototypes(value));
      }),
      { numRuns: 300 },
    );
  });
});

function isReserved(name: string): boolean {
  return name.includes('\0') || name.startsWith('$') || name === '_bsontype' || name in Object.prototype;
}

/** fast-check also makes objects without a prototype; the log gives them the usual one. */
function withPlainPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainPrototypes);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, withPlainPrototypes(element)]));
}
