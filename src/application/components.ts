import { aggregateNameOf, Decider } from '../domain/index.js';
import { ConfigurationError, describeValue } from '../errors/index.js';
import { FunctionUpcaster, upcasterDeclarationOf } from '../event-store/index.js';
import { commandTypeOf, eventTypeOf, handledCommandOf, handledQueryOf, Query, type Class } from '../messages/index.js';
import { processManagerDeclarationOf } from '../process-managers/index.js';
import { projectionDeclarationOf } from '../projections/index.js';
import { subscriberDeclarationOf } from '../subscriptions/index.js';

/** A class with a decorator, a decider, an upcaster, or a module whose exports, and theirs, are scanned for those. */
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
  const scanned = new Set<object>();
  const parts = new Set(components.flatMap((component) => partsOf(component, scanned)));
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

function partsOf(component: unknown, scanned: Set<object>): object[] {
  if (isPart(component)) return [component];
  if (typeof component === 'object' && component !== null && !Array.isArray(component)) {
    return exportedParts(component, scanned);
  }
  throw new ConfigurationError(
    'DECORATOR_MISSING',
    `${describeValue(component)} is among the components, but it has none of the decorators (@Aggregate, @Event, @Command, ` +
      `@CommandHandler, @QueryHandler, @Projection, @ProcessManager, @Subscriber, @Upcaster) and is no decider, upcaster or module. Services belong in ` +
      `the container.`,
  );
}

/** What a module exports, also by `export * as`; modules that export one another are scanned once. */
function exportedParts(module: object, scanned: Set<object>): object[] {
  if (scanned.has(module)) return [];
  scanned.add(module);
  return Object.values(module).flatMap((value: unknown) => {
    if (isPart(value)) return [value];
    return isNamespace(value) ? exportedParts(value, scanned) : [];
  });
}

/** Whether a value is what `import * as` or `export * as` gives, also where a compiler or bundler has made it. */
function isNamespace(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Reflect.get(value, Symbol.toStringTag) === 'Module' || Reflect.get(value, '__esModule') === true) return true;
  // Bundlers leave no mark: the namespaces of Rollup have no prototype, and those of esbuild consist of getters.
  const properties = Object.values(Object.getOwnPropertyDescriptors(value));
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  return (
    Object.getPrototypeOf(value) === null ||
    (isPlain && properties.length > 0 && properties.every((property) => 'get' in property))
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
