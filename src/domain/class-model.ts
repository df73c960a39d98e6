import { ConfigurationError } from '../errors/index.js';
import { commandHandlersOf, eventHandlersOf, type Class, type SerializedEvent } from '../messages/index.js';
import { aggregateDeclarationOf } from './aggregate.js';
import type { AggregateModel, Evolver } from './aggregate-model.js';
import { AggregateRoot } from './aggregate-root.js';
import { attachState, stateOf } from './aggregate-state.js';
import { classSnapshots } from './class-snapshots.js';

/**
 * The model of a class with `@Aggregate`.
 *
 * @param make makes the instance; `new` without arguments by default
 * @throws ConfigurationError when the class is no aggregate
 */
export function classModel<A extends AggregateRoot>(aggregate: Class<A>, make?: () => A): AggregateModel<A> {
  const declaration = aggregateDeclarationOf(aggregate);
  if (declaration === undefined) {
    throw new ConfigurationError(
      'DECORATOR_MISSING',
      `${aggregate.name} is used as an aggregate but has no name. Put @Aggregate('…') on it, such as @Aggregate('account').`,
    );
  }
  const { name, snapshot, cache } = declaration;
  if (!(aggregate.prototype instanceof AggregateRoot)) {
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `${aggregate.name} has @Aggregate('${name}') but does not extend AggregateRoot. Let it extend AggregateRoot.`,
    );
  }
  const commandMethods = commandHandlersOf(aggregate);
  const eventMethods = eventHandlersOf(aggregate);
  const events = [...eventMethods.keys()];
  const makeInstance = make ?? (() => new (aggregate as new () => A)());
  const create = (id: string): A => {
    const instance = makeInstance();
    attachState(instance, id);
    return instance;
  };

  return {
    name,
    label: aggregate.name,
    commands: [...commandMethods.keys()],
    events,
    foldsWhatItDecides: true,
    isCached: cache ?? !takesParameters(aggregate),
    snapshots: snapshot && classSnapshots(aggregate, snapshot, events, create),
    create,
    evolverOf(event) {
      const method = eventMethods.get(event);
      const handle =
        method === undefined ? undefined : (aggregate.prototype as Record<string | symbol, unknown>)[method];
      return methodEvolver(handle as (event: object) => void);
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

function methodEvolver<A extends AggregateRoot>(handle: (this: A, event: object) => void): Evolver<A> {
  return {
    evolve(instance, event) {
      handle.call(instance, event);
      return instance;
    },
  };
}

function takesParameters(aggregate: object): boolean {
  for (let at = aggregate; at !== AggregateRoot; at = Object.getPrototypeOf(at) as object) {
    if ((at as Class).length > 0) return true;
  }
  return false;
}

function takeUncommitted(instance: AggregateRoot): readonly SerializedEvent[] {
  const state = stateOf(instance);
  if (state === undefined || state.uncommitted.length === 0) return [];
  const taken = state.uncommitted;
  state.uncommitted = [];
  return taken;
}
