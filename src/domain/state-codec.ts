import { parse, stringify } from 'devalue';
import type { MessageClass } from '../messages/index.js';

/** Writes the state of an aggregate as text and reads it again, as it was. */
export interface StateCodec {
  /** @throws when the state holds something that could not be read again, saying where */
  encode(state: unknown): string;
  /** @throws when the text is none of {@link encode}, or holds a class that is not known */
  decode(text: string): unknown;
}

/**
 * A codec for plain data, Dates, Maps, Sets, BigInts, typed arrays, values that are held twice, and instances of these
 * classes, whose properties are kept and whose constructors are not called.
 */
export function stateCodec(classes: Iterable<MessageClass>): StateCodec {
  const byName = new Map([...classes].map((type) => [type.name, type]));
  let written = 0;
  let read = 0;
  const reducers = {
    instance(value: unknown) {
      if (typeof value !== 'object' || value === null) return undefined;
      const name = value.constructor.name;
      if (byName.get(name)?.prototype !== Object.getPrototypeOf(value)) return undefined;
      written++;
      return [name, { ...value }];
    },
  };
  const revivers = {
    instance([name, properties]: [string, object]) {
      const type = byName.get(name);
      if (type === undefined) throw new Error(`The class ${name} is not known.`);
      read++;
      return Object.assign(Object.create(type.prototype as object) as object, properties);
    },
  };
  const decode = (text: string): unknown => {
    read = 0;
    return parse(text, revivers);
  };
  return {
    encode(state) {
      written = 0;
      const text = stringify(state, reducers);
      decode(text);
      // An instance that holds itself would come back as two.
      if (read !== written) throw new Error('An object of a class holds itself.');
      return text;
    },
    decode,
  };
}
