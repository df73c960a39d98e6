import { ConfigurationError, describeValue } from '../errors/index.js';
import type { MessageClass } from '../messages/index.js';
import { isSubscriptionName, type SubscriptionOptions } from './subscribe-options.js';

const key = Symbol('annals.Subscriber');

export interface SubscriberOptions extends SubscriptionOptions {
  /**
   * What happens at an event whose version this release does not know, as a newer one may write while both run: `stop`
   * (the default) waits in front of it, `skip` leaves it to the log and goes on.
   */
  readonly unknownEvents?: 'skip' | 'stop';
}

/** What `@Subscriber` says of its class. */
export interface SubscriberDeclaration {
  readonly name: string;
  readonly options: SubscriberOptions;
}

/**
 * Makes a class a subscriber: its `@EventHandler` methods are called with every event that happens, at least once, one
 * after the other for each stream. It remembers under its name how far it has come; several processes share it out.
 *
 * A method that throws is called again, later and later; then the event becomes a dead letter, which holds back only its
 * own stream. A repeated call can be told by `recorded.eventId`.
 *
 * @example
 * ```ts
 * @Subscriber('mailer')
 * export class Mailer {
 *   constructor(@inject(Mail) private readonly mail: Mail) {}
 *
 *   @EventHandler(AccountOpened)
 *   async welcome(event: AccountOpened, recorded: RecordedEvent, { signal }: Delivery) {
 *     await this.mail.send({ to: event.owner, id: recorded.eventId, signal });
 *   }
 * }
 * ```
 */
export function Subscriber(name: string, options: SubscriberOptions = {}): (target: MessageClass) => void {
  return (target) => {
    if (!isSubscriptionName(name)) {
      throw new ConfigurationError(
        'INVALID_DECLARATION',
        `@Subscriber(${describeValue(name)}) on ${target.name}: a name is letters, digits, '_' and '-', such as 'mailer'.`,
      );
    }
    Reflect.defineMetadata(key, { name, options } satisfies SubscriberDeclaration, target);
  };
}

/** What `@Subscriber` says of this class; `undefined` where it has none. */
export function subscriberDeclarationOf(target: object): SubscriberDeclaration | undefined {
  return Reflect.getOwnMetadata(key, target) as SubscriberDeclaration | undefined;
}
