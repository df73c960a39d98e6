import { ConfigurationError, describeValue, UnknownMessageError } from '../errors/index.js';
import { eventTypeOf, eventVersionOf } from './event.js';
import type { Class } from './message-class.js';
import { schemaVersionOf } from './schema-version.js';
import { instantiate, undeclaredEvent } from './serialization.js';

/** The class of a stored event type. */
export interface RegisteredEvent {
  readonly eventClass: Class;
  /** The version of its data. */
  readonly version: number;
}

/** What the registry looks at in an event that was read. */
export interface ReadEvent {
  readonly type: string;
  readonly data: object;
  readonly metadata: { readonly schemaVersion?: number };
}

/** Knows the class of every stored event type of an application. */
export class EventRegistry {
  readonly #events = new Map<string, RegisteredEvent>();

  /** @throws ConfigurationError when a class has no `@Event`, or two classes claim one type */
  constructor(classes: Iterable<Class>) {
    for (const eventClass of classes) {
      const type = eventTypeOf(eventClass);
      if (type === undefined) throw undeclaredEvent(eventClass);
      const earlier = this.#events.get(type)?.eventClass;
      if (earlier !== undefined && earlier !== eventClass) {
        throw new ConfigurationError(
          'DUPLICATE_REGISTRATION',
          `Two classes are the event '${type}': ${earlier.name} and ${eventClass.name}. Give each a type of its own.`,
        );
      }
      this.#events.set(type, { eventClass, version: eventVersionOf(eventClass) });
    }
  }

  /** The registered classes, by type. */
  get events(): ReadonlyMap<string, RegisteredEvent> {
    return this.#events;
  }

  /** Tells whether a registered class has this type. */
  has(type: string): boolean {
    return this.#events.has(type);
  }

  /** @throws UnknownMessageError when no registered class has this type */
  classOf(type: string): Class {
    return this.#eventOf(type).eventClass;
  }

  /**
   * The class that an event is read into, once it is upcast.
   *
   * @throws UnknownMessageError when no registered class has this type, or the class is of another version
   */
  classFor(recorded: Omit<ReadEvent, 'data'>): Class {
    const { eventClass, version } = this.#eventOf(recorded.type);
    const stored = schemaVersionOf(recorded);
    if (stored === version) return eventClass;
    throw new UnknownMessageError(
      'UNKNOWN_EVENT_VERSION',
      `The log holds an event of version ${describeValue(stored)} of '${recorded.type}', but ${eventClass.name} is version ` +
        `${String(version)}. ${stored > version ? 'A newer release wrote it: deploy that one here too.' : 'It was not upcast.'}`,
    );
  }

  /** Makes the event's instance from what was read and upcast. @throws UnknownMessageError as {@link classFor} does */
  instantiate(recorded: ReadEvent): object {
    return instantiate(this.classFor(recorded), recorded.data);
  }

  #eventOf(type: string): RegisteredEvent {
    const registered = this.#events.get(type);
    if (registered !== undefined) return registered;
    throw new UnknownMessageError(
      'UNKNOWN_EVENT_TYPE',
      `The log holds an event of type '${type}', but no registered class has @Event('${type}'). ` +
        `Add the class to the application's components; a class may be renamed, its type may not.`,
    );
  }
}
