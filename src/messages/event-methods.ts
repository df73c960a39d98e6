import { eventHandlersOf } from './event-handler.js';
import { eventTypeOf } from './event.js';
import { undeclaredEvent } from './serialization.js';

/**
 * The event-handling methods of a class, by the stored type of their events.
 *
 * @throws ConfigurationError when one handles a class without `@Event`
 */
export function eventMethodsOf(target: { readonly prototype: object }): ReadonlyMap<string, string | symbol> {
  return new Map(
    [...eventHandlersOf(target)].map(([event, method]) => {
      const type = eventTypeOf(event);
      if (type === undefined) throw undeclaredEvent(event);
      return [type, method] as const;
    }),
  );
}
