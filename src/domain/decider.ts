import { describeValue, InvalidArgumentError } from '../errors/index.js';
import {
  serializeEvent,
  validateEvent,
  type Class,
  type MessageClass,
  type SerializedEvent,
} from '../messages/index.js';
import { checkAggregateName } from './aggregate.js';
import type { AggregateModel, Evolver } from './aggregate-model.js';
import { checkSnapshotOptions, type SnapshotOptions } from './snapshot-options.js';
import { stateSnapshots } from './state-snapshots.js';

type InstanceOf<Classes extends readonly MessageClass[]> = Classes[number] extends MessageClass<infer T> ? T : never;

/** An aggregate as three pure functions. */
export interface DeciderDefinition<
  State,
  Commands extends readonly MessageClass[],
  Events extends readonly MessageClass[],
> {
  /** Begins its stream ids: `{name}-{id}`. */
  readonly name: string;
  /** The command classes it decides on; each has an `@AggregateId`. */
  readonly commands: Commands;
  /** The event classes it folds. */
  readonly events: Events;
  readonly initialState: (id: string) => State;
  /** What happens on a command: one event, several or none, made by `createEvent`. It throws to refuse the command. */
  readonly decide: (
    command: InstanceOf<Commands>,
    state: State,
  ) => DecidedEvents<InstanceOf<Events>> | Promise<DecidedEvents<InstanceOf<Events>>>;
  /** The state after an event. */
  readonly evolve: (state: State, event: InstanceOf<Events>) => State;
  /** Keeps snapshots of the state; none by default. */
  readonly snapshot?: SnapshotOptions;
  /** Whether states stay in memory from one command to the next; they do by default. */
  readonly cache?: boolean;
}

/** What a decision gives: one event, several or none. */
export type DecidedEvents<E> = E | readonly E[];

/** A decider, registered among an application's components. */
export class Decider<State = unknown> {
  /** @internal */
  constructor(
    /** What the command bus runs. @internal */
    readonly model: AggregateModel<State>,
  ) {}
}

/**
 * Writes an aggregate as functions; it runs through the same pipeline as the classes.
 *
 * @example
 * ```ts
 * export const counter = decider({
 *   name: 'counter',
 *   commands: [Increment],
 *   events: [Incremented],
 *   initialState: () => 0,
 *   decide: (command) => createEvent(Incremented, { by: command.by }),
 *   evolve: (count, event) => count + event.by,
 * });
 * ```
 * @see https://thinkbeforecoding.com/post/2021/12/17/functional-event-sourcing-decider
 */
export function decider<
  State,
  const Commands extends readonly MessageClass[],
  const Events extends readonly MessageClass[],
>(definition: DeciderDefinition<State, Commands, Events>): Decider<State> {
  const { name, commands, initialState, decide, evolve, snapshot, cache = true } = definition;
  checkAggregateName(name, 'A decider');
  const label = `decider '${name}'`;
  const events = definition.events as readonly MessageClass[] as readonly Class[];
  const options = snapshot && checkSnapshotOptions(snapshot, label);
  const evolver: Evolver<State> = { evolve: (state, event) => evolve(state, event as InstanceOf<Events>) };
  return new Decider<State>({
    name,
    label,
    commands: commands as readonly MessageClass[] as readonly Class[],
    events,
    foldsWhatItDecides: false,
    isCached: cache,
    snapshots:
      options &&
      stateSnapshots<State>({
        options,
        events,
        create: initialState,
        toData: (state) => state,
        fromData: (_, data) => data as State,
      }),
    create: initialState,
    evolverOf: () => evolver,
    settle: () => undefined,
    decide(state, command) {
      const decided = decide(command as InstanceOf<Commands>, state);
      return decided instanceof Promise ? decided.then(serializeAll) : serializeAll(decided);
    },
    takeUncommitted: () => [],
  });
}

function serializeAll(decided: DecidedEvents<unknown>): readonly SerializedEvent[] {
  return [decided].flat().map((event) => {
    if (typeof event !== 'object' || event === null) {
      throw new InvalidArgumentError(
        'INVALID_EVENT',
        `decide returned ${describeValue(event)}; return events made by createEvent, or [] when nothing happens.`,
      );
    }
    const serialized = serializeEvent(event);
    validateEvent(event);
    return serialized;
  });
}
