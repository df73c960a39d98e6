/** An object that holds objects, so many levels deep. */
export function nested(levels: number): Record<string, unknown> {
  let data: Record<string, unknown> = { leaf: true };
  for (let level = 0; level < levels; level++) data = { in: data };
  return data;
}

/** Something that no store may take: where it stands, and how it is made. */
export interface UnstorableCase {
  /** Below `data`, as the error's path tells. */
  readonly path: string;
  readonly make: () => object;
}

class Money {
  readonly amount = 5;
}

/** Data that would not come back as it went in. */
export const unstorable: Readonly<Record<string, UnstorableCase>> = {
  'half a surrogate pair': { path: '.text', make: () => ({ text: 'a\ud800b' }) },
  'the other half of a surrogate pair': { path: '.list[1]', make: () => ({ list: ['ok', '\udc00'] }) },
  'a function': { path: '.f', make: () => ({ f: () => 1 }) },
  'a method': { path: '.toJSON', make: () => ({ toJSON: () => 'other' }) },
  'a class': { path: '.c', make: () => ({ c: Money }) },
  'a symbol': { path: '.s', make: () => ({ s: Symbol('s') }) },
  'a bigint': { path: '.big', make: () => ({ big: 1n }) },
  'an object that holds itself': {
    path: '.self'.repeat(101),
    make: () => {
      const loop: Record<string, unknown> = {};
      loop.self = loop;
      return loop;
    },
  },
  'an array that holds itself': {
    path: `.list${'[0]'.repeat(100)}`,
    make: () => {
      const list: unknown[] = [];
      list.push(list);
      return { list };
    },
  },
  'a date that is not valid': { path: '.lines[2].at', make: () => ({ lines: [{}, {}, { at: new Date(NaN) }] }) },
  _bsontype: { path: '.id._bsontype', make: () => ({ id: { _bsontype: 'ObjectId', id: 'abc' } }) },
  'a property __proto__ of its own': {
    path: '.__proto__',
    make: () => JSON.parse('{ "__proto__": { "a": 1 } }') as object,
  },
  'a class instance': { path: '.price', make: () => ({ price: new Money() }) },
  'a Map': { path: '.map', make: () => ({ map: new Map([['a', 1]]) }) },
  'a Set': { path: '.lines[0].set', make: () => ({ lines: [{ set: new Set([1]) }] }) },
  bytes: { path: '.bytes', make: () => ({ bytes: Buffer.from('a') }) },
  'a RegExp': { path: '.pattern', make: () => ({ pattern: /a/u }) },
  'a promise': { path: '.later', make: () => ({ later: Promise.resolve(1) }) },
  'an error': { path: '.error', make: () => ({ error: new Error('e') }) },
  'undefined in an array': { path: '.list[1]', make: () => ({ list: [1, undefined] }) },
  'a hole in an array': { path: '.list[0]', make: () => ({ list: Object.assign([], { 1: 'a' }) }) },
  'a getter that throws': {
    path: '.price',
    make: () => ({
      get price(): number {
        throw new Error('no price');
      },
    }),
  },
  'an array element that throws': {
    path: '.list[0]',
    make: () => ({
      list: Object.defineProperty([0], 0, {
        enumerable: true,
        get: () => {
          throw new Error('no element');
        },
      }),
    }),
  },
  'a small value that unfolds without end': {
    path: '',
    make: () => ({ list: Array.from({ length: 60 }).reduce<unknown>((list) => [list, list], ['leaf']) }),
  },
  'an array with properties': { path: '.list', make: () => ({ list: Object.assign([1], { extra: 2 }) }) },
  'a property whose name is a symbol': { path: '.odd', make: () => ({ odd: { [Symbol('name')]: 1 } }) },
  'an object whose prototype has no constructor': {
    path: '.odd',
    make: () => ({ odd: Object.create(Object.create(null) as object) as object }),
  },
  'NUL in a property name': { path: '.a\0b', make: () => ({ 'a\0b': 1 }) },
  'half a surrogate pair in a property name': { path: '.\ud800', make: () => ({ '\ud800': 1 }) },
  'a database reference': { path: '.link', make: () => ({ link: { $ref: 'orders', $id: 1 } }) },
  '101 levels': { path: '.in'.repeat(101), make: () => nested(101) },
};
