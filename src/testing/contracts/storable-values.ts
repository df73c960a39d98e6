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

const page = 'x'.repeat(1_000);

class Lines extends Array<string> {}

const throwing = () => {
  throw new Error('a trap');
};

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
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
  '_bsontype, whatever it is': { path: '.list[0]._bsontype', make: () => ({ list: [{ _bsontype: null, id: 1 }] }) },
  'a property __proto__ far within': {
    path: '.list[0].a.__proto__',
    make: () => JSON.parse('{ "list": [{ "a": { "__proto__": null } }] }') as object,
  },
  'two objects that hold each other': {
    path: '.other'.repeat(101),
    make: () => {
      const one: Record<string, unknown> = {};
      one.other = { other: one };
      return one;
    },
  },
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
  'a Number object': { path: '.n', make: () => ({ n: Object(5) as object }) },
  'a String object': { path: '.list[0]', make: () => ({ list: [Object('a') as object] }) },
  'a Date with properties': {
    path: '.at',
    make: () => ({ at: Object.assign(new Date(0), { zone: 'Europe/Paris' }) }),
  },
  'a Date that tells another time than it holds': {
    path: '.at',
    make: () => ({ at: Object.assign(new Date(0), { getTime: () => 5 }) }),
  },
  'an array of a class of its own': { path: '.lines', make: () => ({ lines: Lines.from(['a']) }) },
  'an array with a property whose name is a symbol': {
    path: '.list',
    make: () => ({ list: Object.assign(['a'], { [Symbol('name')]: 1 }) }),
  },
  'an array without an end': {
    path: '',
    make: () => ({ list: new Proxy([page], { get: (list, name) => (name === 'length' ? Infinity : list[0]) }) }),
  },
  'an object that inherits its properties': {
    path: '.child',
    make: () => ({ child: Object.create({ inherited: 1 }) as object }),
  },
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
  'a proxy that throws when it is asked for its names': {
    path: '.list[1]',
    make: () => ({ list: [1, new Proxy({}, { ownKeys: throwing })] }),
  },
  'a proxy that throws when it is asked for a value': {
    path: '.proxy.a',
    make: () => ({ proxy: new Proxy({ a: 1 }, { get: throwing }) }),
  },
  'a proxy that throws when it is asked for its class': {
    path: '.proxy',
    make: () => ({ proxy: new Proxy({}, { getPrototypeOf: throwing }) }),
  },
  'a proxy that is revoked': { path: '.proxy', make: () => ({ proxy: revokedProxy() }) },
  'a proxy of a Date': { path: '.at', make: () => ({ at: new Proxy(new Date(0), {}) }) },
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
    make: () => ({ list: Array.from({ length: 60 }).reduce<unknown>((list) => [list, list], [page]) }),
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
  '150 levels': { path: '.in'.repeat(101), make: () => nested(150) },
  '101 levels': { path: '.in'.repeat(101), make: () => nested(101) },
};
