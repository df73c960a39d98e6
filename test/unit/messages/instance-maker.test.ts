import { instanceToPlain, plainToInstance, Transform, Type } from 'class-transformer';
import fc from 'fast-check';
import { instantiate, serializeEvent, type Class } from '../../../src/messages/index.js';
import { hasTransformerRules } from '../../../src/messages/transformer-metadata.js';
import { Event } from '../../../src/index.js';

@Event('plain.happened')
class Plain {
  a!: unknown;
  b!: unknown;
}

@Event('defaulted.happened')
class Defaulted {
  a = 1;
  b = { inner: [1] };
  c?: string;
  own = () => 1;
}

class Base {
  a?: unknown;

  get read() {
    return 'only';
  }

  get both() {
    return this.a;
  }

  set both(value: unknown) {
    this.a = value;
  }

  describe() {
    return 'text';
  }
}

@Event('inherited.happened')
class Inherited extends Base {
  override a: unknown = 'mine';

  get here() {
    return 1;
  }
}

class Inner {
  @Type(() => Date) at!: Date;
}

class Ruled {
  @Transform(({ value }) => `<${String(value)}>`) a!: string;
}

class BelowRuled extends Ruled {}

const names = fc.constantFrom(
  'a',
  'b',
  'c',
  'own',
  'here',
  'both',
  'describe',
  'toString',
  'constructor',
  'inner',
  '0',
);
const leaves = fc.oneof(
  fc.constantFrom(undefined, null, '', -0, Number.NaN, true, 5n),
  fc.string(),
  fc.double(),
  fc.date({ noInvalidDate: true }),
);
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaves,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      names.filter((name) => name !== 'constructor'),
      tie('value'),
      { maxKeys: 3 },
    ),
  ),
})).value;
const data = fc.dictionary(names, values, { maxKeys: 5 });
const classes = fc.constantFrom<Class[]>(Plain, Defaulted, Inherited);

/** The fields that are functions are made anew with each instance: they compare by their source. */
const comparable = (instance: object) =>
  Object.fromEntries(
    Object.entries(instance).map(([key, value]) => [key, typeof value === 'function' ? String(value) : value]),
  );

describe('the direct path from data to instance and back', () => {
  it.each([Plain, Defaulted, Inherited])('is taken for %p, which has no rules of class-transformer', (type) => {
    expect(hasTransformerRules(type)).toBe(false);
  });

  it.each<Class>([Inner, Ruled, BelowRuled])('is not taken for %p, which has', (type) => {
    expect(hasTransformerRules(type)).toBe(true);
    expect(instantiate(type, { a: 'x', at: '2020-01-01' })).toEqual(
      plainToInstance(type as never, { a: 'x', at: '2020-01-01' }),
    );
  });

  it('makes the same instance as class-transformer', () => {
    fc.assert(
      fc.property(classes, data, (type, properties) => {
        const expected = plainToInstance(type as Class & (new () => object), properties);
        const made = instantiate(type, properties);
        expect(made).toBeInstanceOf(type);
        expect(comparable(made)).toStrictEqual(comparable(expected));
      }),
      { numRuns: 2_000 },
    );
  });

  it('shares nothing with the data', () => {
    const given = { a: { list: [{ at: new Date(0) }] } };
    const made = instantiate(Plain, given) as Plain & typeof given;
    made.a.list[0]?.at.setTime(1);
    made.a.list.length = 0;
    expect(given).toEqual({ a: { list: [{ at: new Date(0) }] } });
  });

  it('writes the same data as class-transformer', () => {
    fc.assert(
      fc.property(fc.constantFrom<Class[]>(Plain, Inherited), data, (type, properties) => {
        const { own: _, ...rest } = properties;
        const instance = instantiate(type, rest);
        expect(serializeEvent(instance).data).toStrictEqual(instanceToPlain(instance));
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves to class-transformer what is more than plain data', () => {
    const nested = { a: Object.assign(new Inner(), { at: new Date(0) }), b: new Map([['k', 1]]) };
    expect(instantiate(Plain, nested)).toEqual(plainToInstance(Plain, nested));
    const instance = Object.assign(new Plain(), nested, { b: new Set([1]) });
    expect(serializeEvent(instance).data).toEqual(instanceToPlain(instance));
  });

  it('goes on with data whose properties change from event to event', () => {
    for (let round = 0; round < 200; round++) {
      const properties = { [`p${String(round)}`]: round, a: 1 };
      expect(Object.assign({}, instantiate(Plain, properties))).toEqual({ b: undefined, ...properties });
    }
  });
});
