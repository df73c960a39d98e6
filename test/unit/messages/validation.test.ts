import { Transform } from 'class-transformer';
import { Allow, IsInt, IsString, registerDecorator } from 'class-validator';
import { AggregateId, Command, createEvent, Event, ValidationError } from '../../../src/index.js';
import { createMessage, serializeEvent, validateEvent } from '../../../src/messages/index.js';
import { annalsErrorOf, errorOf } from '../../support/errors.js';
import { Address, OrderLine, OrderPlaced, PlaceOrder } from '../../support/order.js';

@Event('door.opened')
class DoorOpened {}

@Command('door.open')
class OpenDoor {}

@Event('door.painted')
class DoorPainted {
  color!: string;
}

const line = { product: 'tea', price: 350, labels: [] };
const good = { orderId: '1', address: { street: 'a' }, lines: [line] };

async function issuesOf(action: Promise<unknown> | (() => unknown)): Promise<Record<string, readonly string[]>> {
  const error = await errorOf(action);
  if (!(error instanceof ValidationError)) throw error;
  return Object.fromEntries(error.issues.map(({ path, messages }) => [path, messages]));
}

describe('a message that breaks its rules', () => {
  it('is refused with every failing property by its path, in order', async () => {
    const error = await errorOf(
      createMessage(PlaceOrder, {
        orderId: 7,
        address: { street: null, planet: 'Mars' },
        lines: [line, { ...line, labels: ['a', 1] }, { product: '', price: -0.5, labels: 'none' }],
        extra: true,
      }),
    );
    if (!(error instanceof ValidationError)) throw error;
    const { issues, messageType, code } = error;
    expect({ messageType, code }).toEqual({ messageType: 'order.place', code: 'VALIDATION_FAILED' });
    expect(issues.map(({ path }) => path)).toEqual([
      'address.planet',
      'address.street',
      'extra',
      'lines[1].labels',
      'lines[2].labels',
      'lines[2].price',
      'lines[2].product',
      'orderId',
    ]);
    for (const { path } of issues) expect(error.message).toContain(path);
    expect(error.message).toContain('nothing was stored');
  });

  it('tells all rules that one property breaks', async () => {
    const issues = await issuesOf(createMessage(PlaceOrder, { ...good, lines: [{ ...line, price: -0.5 }] }));
    expect(issues['lines[0].price']).toEqual([expect.stringMatching(/positive/), expect.stringMatching(/integer/)]);
  });

  it('is refused for events by the same rules', async () => {
    const issues = await issuesOf(() =>
      createEvent(OrderPlaced, { placedAt: 'never', address: 'street', lines: [] } as never),
    );
    expect(Object.keys(issues)).toEqual(['address', 'placedAt']);
  });

  it('names an event by its stored type, and whatever has none by its class', async () => {
    class Nameless {
      @IsInt() count!: number;
    }
    expect(await annalsErrorOf(() => createEvent(OrderPlaced, {} as never))).toHaveProperty(
      'messageType',
      'order.placed',
    );
    expect(await annalsErrorOf(createMessage(Nameless, {}))).toHaveProperty('messageType', 'Nameless');
  });

  it('passes when it keeps them', async () => {
    const message = await createMessage(PlaceOrder, good);
    expect(message).toBeInstanceOf(PlaceOrder);
    expect(message).toEqual(good);
  });

  it('is checked as an instance, too, and stays that instance', async () => {
    const instance = Object.assign(new PlaceOrder(), good, {
      address: Object.assign(new Address(), good.address),
      lines: [Object.assign(new OrderLine(), line)],
    });
    expect(await createMessage(PlaceOrder, instance)).toBe(instance);
    instance.lines[0]!.price = 0;
    expect(Object.keys(await issuesOf(createMessage(PlaceOrder, instance)))).toEqual(['lines[0].price']);
  });

  it('may have rules that need a promise when it is a command', async () => {
    class Reserve {
      @IsString() name!: string;
    }
    registerDecorator({
      name: 'isFree',
      target: Reserve,
      propertyName: 'name',
      options: {},
      async: true,
      validator: { validate: async (value) => value === 'free', defaultMessage: () => 'name is taken' },
    });
    expect(await issuesOf(createMessage(Reserve, { name: 'taken' }))).toEqual({ name: ['name is taken'] });
    await createMessage(Reserve, { name: 'free' });
  });
});

describe('a class without rules', () => {
  it('passes when it has no properties', async () => {
    expect(createEvent(DoorOpened, {})).toBeInstanceOf(DoorOpened);
    expect(await createMessage(OpenDoor, {})).toBeInstanceOf(OpenDoor);
  });

  it('takes none: each is listed with what to do', async () => {
    const issues = await issuesOf(() => createEvent(DoorPainted, { color: 'red', coats: 2 } as never));
    expect(Object.keys(issues)).toEqual(['color', 'coats'].sort());
    expect(issues.color).toEqual([expect.stringContaining('@Allow()')]);
  });

  it('does not mind what is undefined', () => {
    expect(() => createEvent(DoorPainted, { color: undefined } as never)).not.toThrow();
  });
});

describe('a command with an id alone', () => {
  it('needs no further rule for it', async () => {
    class Close {
      @AggregateId() doorId!: string;
    }
    expect(await createMessage(Close, { doorId: '1' })).toEqual({ doorId: '1' });
    expect(Object.keys(await issuesOf(createMessage(Close, { doorId: '1', force: true })))).toEqual(['force']);
  });
});

describe('properties that are no object', () => {
  it.each([undefined, null, 'text', 7, true, Symbol('s'), [], [good], () => good])('are refused: %p', async (value) => {
    const error = await annalsErrorOf(createMessage(PlaceOrder, value));
    expect(error.code).toBe('VALIDATION_FAILED');
    expect(error).toMatchObject({ messageType: 'order.place', issues: [{ path: '' }] });
    expect(error.message).toContain('(message)');
    expect((await annalsErrorOf(() => createEvent(DoorOpened, value as never))).code).toBe('VALIDATION_FAILED');
  });

  it('are refused where an array of nested ones is wanted', async () => {
    for (const lines of [null, 'text', {}, [null], [7], ['text']]) {
      const error = await annalsErrorOf(createMessage(PlaceOrder, { ...good, lines }));
      expect(error.code).toBe('VALIDATION_FAILED');
    }
  });
});

describe('property names that belong to JavaScript', () => {
  const hostile = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

  it.each(hostile)('are refused at the top: %s', async (name) => {
    const properties: unknown = JSON.parse(
      `{"orderId":"1","address":{"street":"a"},"lines":[],"${name}":{"admin":true}}`,
    );
    expect(Object.keys(await issuesOf(createMessage(PlaceOrder, properties)))).toEqual([name]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each(hostile)('are refused below, with their path: %s', async (name) => {
    const properties: unknown = JSON.parse(`{"orderId":"1","address":{"street":"a"},"lines":[{"${name}":"x"}]}`);
    expect(Object.keys(await issuesOf(createMessage(PlaceOrder, properties)))).toEqual([`lines[0].${name}`]);
  });

  it.each(hostile)('are refused on an instance: %s', async (name) => {
    const instance = Object.assign(new PlaceOrder(), good);
    Object.defineProperty(instance, name, { value: { admin: true }, enumerable: true });
    expect(Object.keys(await issuesOf(createMessage(PlaceOrder, instance)))).toEqual([name]);
  });

  it('are found however deep; what is too deep or holds itself is refused, too', async () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 20_000; level++) deep = { deep };
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    for (const address of [deep, circular]) {
      const issues = await issuesOf(createMessage(PlaceOrder, { ...good, address }));
      expect(Object.values(issues)).toEqual([[expect.stringContaining('levels deep')]]);
    }
  });
});

describe('an event instance', () => {
  it('is checked by its own class, not by the one it looks like', async () => {
    expect(Object.keys(await issuesOf(() => validateEvent(Object.assign(new DoorOpened(), { by: 'Eve' }))))).toEqual([
      'by',
    ]);
  });

  it('needs a class with @Event', async () => {
    class NoEvent {}
    const error = await annalsErrorOf(() => createEvent(NoEvent, {}));
    expect(error.code).toBe('DECORATOR_MISSING');
    expect(error.message).toContain('NoEvent');
  });
});

@Event('box.packed')
class BoxPacked {
  @Allow() content!: unknown;
}

@Event('crate.packed')
class CratePacked {
  @Allow() other!: unknown;
  @Allow() @Transform(({ value }) => [...(value as Set<string>)], { toPlainOnly: true }) content!: Set<string>;
}

describe('an event that would be stored as something else', () => {
  it.each([
    ['a Map', new Map([[1, 2]]), 'content'],
    ['a Set within', { deep: [new Set()] }, 'content.deep[0]'],
    ['a RegExp', /x/, 'content'],
    ['an Error', new Error('x'), 'content'],
    ['a boxed number', Object(5), 'content'],
    ['a function', () => 1, 'content'],
    ['a property with a symbol as its name', { [Symbol('x')]: 1 }, 'content'],
    ['an array with holes', new Array(2), 'content'],
    ['an array with properties', Object.assign([1], { more: 1 }), 'content'],
  ])('is refused with the path: %s', async (_, content, path) => {
    expect(Object.keys(await issuesOf(() => createEvent(BoxPacked, { content })))).toEqual([path]);
    const instance = Object.assign(new BoxPacked(), { content });
    expect(Object.keys(await issuesOf(() => validateEvent(instance)))).toEqual([path]);
    expect(
      Object.keys(await issuesOf(() => createEvent(CratePacked, { content: new Set<string>(), other: content }))),
    ).toEqual([path.replace('content', 'other')]);
  });

  it('is not one whose class has a rule for it', () => {
    const packed = createEvent(CratePacked, { content: new Set(['a']), other: null });
    expect(serializeEvent(packed).data).toEqual({ content: ['a'], other: null });
  });

  it('and a message that cannot be read is refused', async () => {
    const hostile = {
      get content(): unknown {
        throw new Error('no');
      },
    };
    expect(await issuesOf(() => createEvent(BoxPacked, hostile))).toEqual({ '': ['reading it throws: no'] });
    expect(await issuesOf(createMessage(PlaceOrder, hostile))).toEqual({ '': ['reading it throws: no'] });
  });
});
