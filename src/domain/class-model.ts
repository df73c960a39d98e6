import { ConfigurationError } from '../errors/index.js';
import { commandHandlersOf, eventHandlersOf, type Class, type SerializedEvent } from '../messages/index.js';
import { aggregateNameOf } from './aggregate.js';
import type { AggregateModel } from './aggregate-model.js';
import { AggregateRoot, evolveAggregate } from './aggregate-root.js';
import { attachState, stateOf } from './aggregate-state.js';

/**
 * The model of a class with `@Aggregate`.
 *
 * @param make makes the instance; `new` without arguments by default
 * @throws ConfigurationError when the class is no aggregate
 */
export function classModel<A extends AggregateRoot>(aggregate: Class<A>, make?: () => A): AggregateModel<A> {
  const name = aggregateNameOf(aggregate);
  if (name === undefined) {
    throw new ConfigurationError(
      'DECORATOR_MISSING',
      `${aggregate.name} is used as an aggregate but has no name. Put @Aggregate('…') on it, such as @Aggregate('account').`,
    );
  }
  if (!(aggregate.prototype instanceof AggregateRoot)) {
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `${aggregate.name} has @Aggregate('${name}') but does not extend AggregateRoot. Let it extend AggregateRoot.`,
    );
  }
  const commandMethods = commandHandlersOf(aggregate);
  const create = make ?? (() => new (aggregate as new () => A)());

  return {
    name,
    label: aggregate.name,
    commands: [...commandMethods.keys()],
    events: [...eventHandlersOf(aggregate).keys()],
    create(id) {
      const instance = create();
      attachState(instance, id);
      return instance;
    },
    evolve(instance, event) {
      evolveAggregate(instance, event);
      return instance;
    },
    settle(instance, streamVersion) {
      const state = stateOf(instance);
      if (state !== undefined) state.streamVersion = streamVersion;
    },
    decide(instance, command) {
      const method = commandMethods.get(command.constructor as Class);
      const handle = method === undefined ? undefined : (instance as Record<string | symbol, unknown>)[method];
      const outcome: unknown = (handle as ((command: object) => unknown) | undefined)?.call(instance, command);
      return outcome instanceof Promise ? outcome.then(() => takeUncommitted(instance)) : takeUncommitted(instance);
    },
    takeUncommitted,
  };
}

function takeUncommitted(instance: AggregateRoot): readonly SerializedEvent[] {
  const state = stateOf(instance);
  if (state === undefined) return [];
  const taken = state.uncommitted;
  state.uncommitted = [];
  return taken;
}
