import { ConfigurationError } from '../errors/index.js';
import {
  createEvent,
  eventHandlersOf,
  instantiate,
  serializeEvent,
  type Class,
  type Properties,
} from '../messages/index.js';
import { stateOf, type AggregateState } from './aggregate-state.js';

/**
 * The base of aggregates: objects that decide on commands and change only by the events they apply.
 *
 * A command handler checks the rules and calls {@link apply}; an event handler changes fields and checks nothing,
 * for the event has happened.
 */
export abstract class AggregateRoot {
  /** The id within its kind: what the command's `@AggregateId` property holds. */
  get id(): string {
    return requireState(this).id;
  }

  /** The position of the last stored event, -1 for none; what has been applied since does not count. */
  get streamVersion(): number {
    return requireState(this).streamVersion;
  }

  /** Whether nothing has ever happened to it, stored or applied. */
  get isNew(): boolean {
    const state = requireState(this);
    return state.streamVersion === -1 && state.uncommitted.length === 0;
  }

  /**
   * Records that something has happened: checks the event, folds it into the state, and keeps it for the append.
   *
   * @throws ValidationError when the event breaks its own rules; the state is then unchanged
   */
  protected apply<E extends object>(event: Class<E>, properties: NoInfer<Properties<E>>): void {
    const state = requireState(this);
    const serialized = serializeEvent(createEvent(event, properties));
    // What will be read again, and not what was given: so that the state is the same now and after every later load.
    const stored = instantiate(event, serialized.data);
    const method = eventHandlersOf(this.constructor).get(event);
    if (method !== undefined) (this as unknown as Record<string | symbol, (event: E) => void>)[method]?.(stored);
    state.uncommitted.push(serialized);
  }
}

function requireState(aggregate: AggregateRoot): AggregateState {
  const state = stateOf(aggregate);
  if (state !== undefined) return state;
  throw new ConfigurationError(
    'INVALID_DECLARATION',
    `${aggregate.constructor.name} has no identity yet: neither its constructor nor its field initialisers may use it or ` +
      `apply events, and only the framework makes aggregates. Move the code into a command handler.`,
  );
}
