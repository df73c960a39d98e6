import type { MessageClass } from './message-class.js';
import { isMessageType, typedMessageKind } from './message-type.js';

const events = typedMessageKind('Event', 'account.opened');

export interface EventOptions {
  /** The version of the event's data, raised when its shape changes; 1 by default. */
  readonly version?: number;
}

/**
 * Gives an event class its stored type: past tense, dotted, and independent of the class name.
 *
 * @example
 * ```ts
 * @Event('account.opened')
 * export class AccountOpened {
 *   @IsString() owner!: string;
 * }
 * ```
 */
export function Event(type: string, options: EventOptions = {}): (target: MessageClass) => void {
  return (target) => {
    events.declare(target, { type, version: options.version ?? 1 });
  };
}

/** The stored type of an event class; `undefined` where it has no `@Event`. */
export function eventTypeOf(target: unknown): string | undefined {
  return events.declarationOf(target)?.type;
}

/** The version of an event class's data. */
export function eventVersionOf(target: object): number {
  return events.declarationOf(target)?.version ?? 1;
}

/** Tells whether a value can be the stored type of an event. */
export const isEventType = isMessageType;
