import { aggregateNameOf, Decider } from '../domain/index.js';
import { ConfigurationError, describeValue } from '../errors/index.js';
import { FunctionUpcaster, upcasterDeclarationOf } from '../event-store/index.js';
import { commandTypeOf, eventTypeOf, handledCommandOf, handledQueryOf, Query, type Class } from '../messages/index.js';
import { processManagerDeclarationOf } from '../process-managers/index.js';
import { projectionDeclarationOf } from '../projections/index.js';
import { subscriberDeclarationOf } from '../subscriptions/index.js';

/** A class with a decorator, a decider, an upcaster, or a module whose exports are scanned for those. */
export type Component = Class | Decider | FunctionUpcaster | object;

/** The parts of an application, by kind, each once. */
export interface Components {
  readonly aggregates: readonly Class[];
  readonly deciders: readonly Decider[];
  readonly events: readonly Class[];
  readonly upcasters: readonly (Class | FunctionUpcaster)[];
  readonly commandHandlers: readonly Class[];
  readonly queryHandlers: readonly Class[];
  readonly projections: readonly Class[];
  readonly subscribers: readonly Class[];
  readonly processManagers: readonly Class[];
}

/** Sorts what an application is made of. @throws ConfigurationError for a class that has no decorator */
export function sortComponents(components: readonly Component[]): Components {
  const parts = new Set(components.flatMap(partsOf));
  const classes = [...parts].filter((part) => typeof part === 'function') as Class[];
  return {
    aggregates: classes.filter((part) => aggregateNameOf(part) !== undefined),
    deciders: [...parts].filter((part) => part instanceof Decider),
    events: classes.filter((part) => eventTypeOf(part) !== undefined),
    upcasters: [
      ...classes.filter((part) => upcasterDeclarationOf(part) !== undefined),
      ...[...parts].filter((part) => part instanceof FunctionUpcaster),
    ],
    commandHandlers: classes.filter((part) => handledCommandOf(part) !== undefined),
    queryHandlers: classes.filter((part) => handledQueryOf(part) !== undefined),
    projections: classes.filter((part) => projectionDeclarationOf(part) !== undefined),
    subscribers: classes.filter((part) => subscriberDeclarationOf(part) !== undefined),
    processManagers: classes.filter((part) => processManagerDeclarationOf(part) !== undefined),
  };
}

function partsOf(component: unknown): object[] {
  if (isPart(component)) return [component];
  if (typeof component === 'object' && component !== null && !Array.isArray(component)) {
    return Object.values(component).filter(isPart);
  }
  throw new ConfigurationError(
    'DECORATOR_MISSING',
    `${describeValue(component)} is among the components, but it has none of the decorators (@Aggregate, @Event, @Command, ` +
      `@CommandHandler, @QueryHandler, @Projection, @ProcessManager, @Subscriber, @Upcaster) and is no decider, upcaster or module. Services belong in ` +
      `the container.`,
  );
}

function isPart(value: unknown): value is object {
  if (value instanceof Decider || value instanceof FunctionUpcaster) return true;
  if (typeof value !== 'function') return false;
  return (
    value.prototype instanceof Query ||
    [
      aggregateNameOf,
      commandTypeOf,
      eventTypeOf,
      handledCommandOf,
      handledQueryOf,
      processManagerDeclarationOf,
      projectionDeclarationOf,
      subscriberDeclarationOf,
      upcasterDeclarationOf,
    ].some((declaration) => declaration(value) !== undefined)
  );
}
