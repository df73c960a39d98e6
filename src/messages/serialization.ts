import { instanceToPlain } from 'class-transformer';
import { ConfigurationError } from '../errors/index.js';
import { eventTypeOf, eventVersionOf } from './event.js';
import { makerOf } from './instance-maker.js';
import type { Class } from './message-class.js';
import { copyProperties } from './plain-copy.js';
import { hasTransformerRules } from './transformer-metadata.js';

/** An event as it is stored, before it has its place. */
export interface SerializedEvent {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata?: { readonly schemaVersion: number };
}

/** Makes an instance of a message class from plain data, by class-transformer's rules; nothing is checked. */
export function instantiate<T extends object>(type: Class<T>, data: object): T {
  return makerOf(type)(data) as T;
}

/** Writes an event instance as plain data, by class-transformer's rules. @throws ConfigurationError without `@Event` */
export function serializeEvent(event: object): SerializedEvent {
  const type = eventTypeOf(event.constructor);
  if (type === undefined) throw undeclaredEvent(event.constructor);
  const version = eventVersionOf(event.constructor);
  const data = toPlain(event);
  return version === 1 ? { type, data } : { type, data, metadata: { schemaVersion: version } };
}

const neverStored = new Set(['__proto__', 'constructor']);
const leftOut = { here: neverStored, within: neverStored };

function toPlain(event: object): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  if (!hasTransformerRules(event.constructor) && copyProperties(event, data, leftOut)) return data;
  return instanceToPlain(event) as Record<string, unknown>;
}

/** The error for a class that is used as an event and has no `@Event`. */
export function undeclaredEvent({ name }: { readonly name: string }): ConfigurationError {
  return new ConfigurationError(
    'DECORATOR_MISSING',
    `${name} is used as an event but has no stored type. Put @Event('…') on it, such as @Event('account.opened').`,
  );
}
