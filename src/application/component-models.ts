import { classModel, type AggregateModel, type AggregateRoot } from '../domain/index.js';
import type { Upcasting } from '../event-store/index.js';
import { eventHandlersOf, EventRegistry, type Class } from '../messages/index.js';
import { projectionModel, type ProjectionModel } from '../projections/index.js';
import type { Components } from './components.js';
import type { HandlerContainer } from './handler-container.js';
import { requireDistinctStreams, requireUniqueNames } from './unique-names.js';
import { createUpcasting } from './upcasters.js';

/** What the components say of the events: how they come about, what they have meant, and what is made of them. */
export interface ComponentModels {
  readonly classModels: ReadonlyMap<Class, AggregateModel>;
  /** Of classes and deciders. */
  readonly aggregates: readonly AggregateModel[];
  readonly registry: EventRegistry;
  readonly upcasting: Upcasting;
  readonly projections: readonly ProjectionModel[];
}

/** @throws ConfigurationError when they do not fit together */
export function componentModels(components: Components, handlers: HandlerContainer): ComponentModels {
  const classModels = new Map(
    components.aggregates.map((type) => [
      type,
      classModel(type as Class<AggregateRoot>, () => handlers.make(type) as AggregateRoot) as unknown as AggregateModel,
    ]),
  );
  const aggregates = [...classModels.values(), ...components.deciders.map(({ model }) => model)];
  requireUniqueNames('aggregate', aggregates);
  requireDistinctStreams(aggregates);
  const registry = eventRegistry(components, aggregates);
  const upcasting = createUpcasting(components.upcasters, registry, handlers);
  const projections = components.projections.map((type) => ({
    ...projectionModel(type, registry, () => handlers.make(type)),
    label: type.name,
  }));
  requireUniqueNames('projection', projections);
  return { classModels, aggregates, registry, upcasting, projections };
}

/** Every event class that is named anywhere: exported, folded, or projected. */
function eventRegistry(components: Components, aggregates: readonly AggregateModel[]): EventRegistry {
  return new EventRegistry([
    ...components.events,
    ...aggregates.flatMap((model) => model.events),
    ...[...components.projections, ...components.subscribers, ...components.processManagers].flatMap((type) => [
      ...eventHandlersOf(type).keys(),
    ]),
  ]);
}
