import type { AggregateModel, Evolver } from '../domain/index.js';
import type { RecordedEvent, Upcasting } from '../event-store/index.js';
import { instantiate, schemaVersionOf, type Class, type EventRegistry } from '../messages/index.js';

/** Folds the stored events of one kind of aggregate into its state. */
export type AggregateFold<State = unknown> = (state: State, recorded: RecordedEvent) => State;

interface Step<State> {
  /** The version of the event's data that it takes. */
  readonly version: number;
  readonly evolve: (state: State, data: object) => State;
}

/**
 * Puts together how a model's events are read, upcast and folded, so that nothing is looked up but their type.
 *
 * The fold throws UnknownMessageError for a type without a class: one that leaves events out would be wrong.
 */
export function aggregateFold<State>(
  model: AggregateModel<State>,
  registry: EventRegistry,
  upcasting: Upcasting,
): AggregateFold<State> {
  const steps = new Map<string, Step<State>>();
  const folded = new Set(model.events);
  for (const [type, { eventClass, version }] of registry.events) {
    steps.set(type, {
      version,
      evolve: folded.has(eventClass) ? evolveWith(model.evolverOf(eventClass), eventClass) : (state) => state,
    });
  }
  return (state, recorded) => {
    const step = steps.get(recorded.type);
    if (step !== undefined && step.version === schemaVersionOf(recorded)) return step.evolve(state, recorded.data);
    let current = state;
    for (const event of upcasting.upcast(recorded)) {
      registry.classFor(event);
      const upcastStep = steps.get(event.type);
      if (upcastStep !== undefined) current = upcastStep.evolve(current, event.data);
    }
    return current;
  };
}

function evolveWith<State>(evolver: Evolver<State>, eventClass: Class): (state: State, data: object) => State {
  return (state, data) => evolver.evolve(state, instantiate(eventClass, data));
}
