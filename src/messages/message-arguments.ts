import type { Class } from './message-class.js';

/** What a bus was called with. */
export interface MessageArguments<Options> {
  /** The message's class, or whatever stands in its place. */
  readonly type: Class;
  readonly properties: unknown;
  readonly options: Options | undefined;
}

/** Reads the two ways to pass a message: `(Class, properties, options)` and `(instance, options)`. */
export function readMessageArguments<Options>(
  first: unknown,
  second: unknown,
  third: unknown,
): MessageArguments<Options> {
  const isInstance = typeof first === 'object' && first !== null;
  return isInstance
    ? { type: first.constructor as Class, properties: first, options: second as Options | undefined }
    : { type: first as Class, properties: second, options: third as Options | undefined };
}
