import fc from 'fast-check';
import { copyStorable } from '../../../src/event-store/index.js';
import { nested, unstorable } from '../../../src/testing/contracts/storable-values.js';
import { thrownBy } from './thrown-by.js';

const text = fc.string({ unit: 'binary' });
const name = text.filter((key) => !['__proto__', '_bsontype', '$ref', '$id'].includes(key) && !key.includes('\0'));

/** Any data that a store takes. */
const { storable } = fc.letrec((tie) => ({
  storable: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.date({ noInvalidDate: true })),
    fc.array(tie('storable'), { maxLength: 5 }),
    fc.dictionary(name, tie('storable'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

/** Every object in a value, the value itself first. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

describe('copyStorable', () => {
  it('gives back equal data, in the same order', () => {
    fc.assert(
      fc.property(storable, (value) => {
        const { copy } = copyStorable(value, 'data');
        expect(copy).toStrictEqual(value);
        expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('shares no object with the original', () => {
    fc.assert(
      fc.property(storable, (value) => {
        const originals = new Set(objectsIn(value));
        expect(objectsIn(copyStorable(value, 'data').copy).some((object) => originals.has(object))).toBe(false);
      }),
    );
  });

  it('changes nothing when it copies a copy', () => {
    fc.assert(
      fc.property(storable, (value) => {
        const once = copyStorable(value, 'data');
        expect(copyStorable(once.copy, 'data')).toStrictEqual(once);
      }),
    );
  });

  it('never counts fewer bytes than there are in the text', () => {
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const { bytes } = copyStorable({ texts }, 'data');
        expect(bytes).toBeGreaterThanOrEqual(Buffer.byteLength(texts.join('')));
      }),
    );
  });

  it('tells apart 0 and -0, and keeps NaN', () => {
    expect(Object.is(copyStorable(-0, 'data').copy, -0)).toBe(true);
    expect(copyStorable(NaN, 'data').copy).toBeNaN();
  });

  it('leaves out properties that are undefined, at every level', () => {
    const { copy } = copyStorable({ a: undefined, b: [{ c: undefined }] }, 'data');
    expect(copy).toStrictEqual({ b: [{}] });
  });

  it('makes plain objects of objects without a prototype', () => {
    const { copy } = copyStorable(Object.assign(Object.create(null) as object, { a: 1 }), 'data');
    expect(copy).toStrictEqual({ a: 1 });
  });

  it('takes 100 levels', () => {
    expect(copyStorable(nested(100), 'data').copy).toStrictEqual(nested(100));
  });

  it.each(Object.entries(unstorable))('refuses %s and says where', (_name, { path, make }) => {
    expect(thrownBy(() => copyStorable(make(), 'data'))).toMatchObject({
      code: 'UNSTORABLE_DATA',
      path: `data${path}`,
    });
  });
});
