import { handlerMetadata } from './handler-metadata.js';
import type { HandlerMethodDecorator } from './handler-types.js';
import type { Class, MessageClass } from './message-class.js';

const metadata = handlerMetadata('EventHandler');

/**
 * Marks the method that handles an event: of an aggregate (it folds the event into the state), or of a projection.
 *
 * The method's first parameter is the event; another class than the decorator's does not compile, unless the two
 * classes have the same properties.
 *
 * @example
 * ```ts
 * @EventHandler(MoneyWithdrawn)
 * protected onWithdrawn(event: MoneyWithdrawn) { this.balance -= event.amount; }
 * ```
 */
export function EventHandler<E extends object>(event: MessageClass<E>): HandlerMethodDecorator<E> {
  return (target, method) => {
    metadata.addMethod(target, method, event);
  };
}

/** The event-handling methods of a class, by event class. */
export function eventHandlersOf(target: { readonly prototype: object }): ReadonlyMap<Class, string | symbol> {
  return metadata.methodsOf(target);
}
