import { ConfigurationError } from '../errors/index.js';
import type { RecordedEvent } from '../event-store/index.js';
import { eventMethodsOf, type Class, type EventRegistry } from '../messages/index.js';
import { checkSubscriptionOptions } from './subscribe-options.js';
import { subscriberDeclarationOf } from './subscriber.js';
import type { Delivery, SubscriptionModel } from './subscription-model.js';
import { unknownEvent } from './unknown-event.js';

type Handlers = Record<string | symbol, (event: object, recorded: RecordedEvent, delivery: Delivery) => unknown>;

/**
 * The model of a class with `@Subscriber`.
 *
 * @param make gives the instance for an event
 * @throws ConfigurationError when the class is none, or handles nothing
 */
export function subscriberModel(subscriber: Class, registry: EventRegistry, make: () => object): SubscriptionModel {
  const declaration = subscriberDeclarationOf(subscriber);
  const methods = eventMethodsOf(subscriber);
  if (declaration === undefined || methods.size === 0) {
    throw new ConfigurationError(
      'DECORATOR_MISSING',
      declaration === undefined
        ? `${subscriber.name} is used as a subscriber but has no name. Put @Subscriber('…') on it.`
        : `${subscriber.name} has @Subscriber but handles no event. Put @EventHandler(…) on a method of it.`,
    );
  }
  const { name, options } = declaration;
  const isSkipping = options.unknownEvents === 'skip';
  return {
    ...checkSubscriptionOptions(`${subscriber.name} (@Subscriber('${name}'))`, options),
    kind: 'subscriber',
    name,
    group: `subscriber/${name}`,
    patterns: [...methods.keys()],
    refusal: (event) => (isSkipping ? undefined : unknownEvent(registry, event)),
    handle(recorded, delivery) {
      const method = methods.get(recorded.type);
      if (method === undefined || (isSkipping && unknownEvent(registry, recorded) !== undefined)) return undefined;
      return (make() as Handlers)[method]?.(registry.instantiate(recorded), recorded, delivery);
    },
  };
}
