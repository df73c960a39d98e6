import { instanceToPlain, plainToInstance } from 'class-transformer';
import { ConfigurationError } from '../errors/index.js';
import { eventTypeOf, eventVersionOf } from './event.js';
import type { Class } from './message-class.js';

/** An event as it is stored, before it has its place. */
export interface SerializedEvent {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata?: { readonly schemaVersion: number };
}

/** Makes an instance of a message class from plain data, by class-transformer's rules; nothing is checked. */
export function instantiate<T extends object>(type: Class<T>, data: object): T {
  return plainToInstance(type as new () => T, data as Record<string, unknown>);
}

/** Writes an event instance as plain data, by class-transformer's rules. @throws ConfigurationError without `@Event` */
export function serializeEvent(event: object): SerializedEvent {
  const type = eventTypeOf(event.constructor);
  if (type === undefined) throw undeclaredEvent(event.constructor);
  const version = eventVersionOf(event.constructor);
  const data = instanceToPlain(event) as Record<string, unknown>;
  return version === 1 ? { type, data } : { type, data, metadata: { schemaVersion: version } };
}

/** The error for a class that is used as an event and has no `@Event`. */
export function undeclaredEvent({ name }: { readonly name: string }): ConfigurationError {
  return new ConfigurationError(
    'DECORATOR_MISSING',
    `${name} is used as an event but has no stored type. Put @Event('…') on it, such as @Event('account.opened').`,
  );
}
