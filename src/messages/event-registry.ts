import { ConfigurationError, UnknownMessageError } from '../errors/index.js';
import { eventTypeOf } from './event.js';
import type { Class } from './message-class.js';
import { instantiate, undeclaredEvent } from './serialization.js';

/** Knows the class of every stored event type of an application. */
export class EventRegistry {
  readonly #classes = new Map<string, Class>();

  /** @throws ConfigurationError when a class has no `@Event`, or two classes claim one type */
  constructor(classes: Iterable<Class>) {
    for (const eventClass of classes) {
      const type = eventTypeOf(eventClass);
      if (type === undefined) throw undeclaredEvent(eventClass);
      const earlier = this.#classes.get(type);
      if (earlier !== undefined && earlier !== eventClass) {
        throw new ConfigurationError(
          'DUPLICATE_REGISTRATION',
          `Two classes are the event '${type}': ${earlier.name} and ${eventClass.name}. Give each a type of its own.`,
        );
      }
      this.#classes.set(type, eventClass);
    }
  }

  /** Tells whether a registered class has this type. */
  has(type: string): boolean {
    return this.#classes.has(type);
  }

  /** @throws UnknownMessageError when no registered class has this type */
  classOf(type: string): Class {
    const eventClass = this.#classes.get(type);
    if (eventClass !== undefined) return eventClass;
    throw new UnknownMessageError(
      'UNKNOWN_EVENT_TYPE',
      `The log holds an event of type '${type}', but no registered class has @Event('${type}'). ` +
        `Add the class to the application's components; a class may be renamed, its type may not.`,
    );
  }

  /** Makes the event's instance from what is stored. @throws UnknownMessageError */
  instantiate(recorded: { readonly type: string; readonly data: object }): object {
    return instantiate(this.classOf(recorded.type), recorded.data);
  }
}
