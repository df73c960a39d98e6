import { ConfigurationError } from '../errors/index.js';
import type { EventPage } from '../event-store/index.js';
import { eventMethodsOf, type Class, type EventRegistry } from '../messages/index.js';
import { PageChanges } from './page-changes.js';
import { projectionDeclarationOf, type ProjectionDeclaration } from './projection.js';

type Handlers = Record<string | symbol, (event: object, view: PageChanges, recorded: object) => unknown>;

/** A projection as the runner sees it. */
export interface ProjectionModel extends ProjectionDeclaration {
  readonly class: Class;
  /** The stored types that its handlers take. */
  readonly types: readonly string[];
  /** Runs the handlers over a page, event by event. */
  project(page: EventPage): Promise<PageChanges>;
}

/**
 * The model of a class with `@Projection`.
 *
 * @param make gives the instance for a page
 * @throws ConfigurationError when the class is no projection
 */
export function projectionModel(projection: Class, registry: EventRegistry, make: () => object): ProjectionModel {
  const declaration = projectionDeclarationOf(projection);
  if (declaration === undefined) {
    throw new ConfigurationError(
      'DECORATOR_MISSING',
      `${projection.name} is used as a projection but has no name. Put @Projection('…') on it.`,
    );
  }
  const methods = eventMethodsOf(projection);
  return {
    ...declaration,
    class: projection,
    types: [...methods.keys()],
    async project({ events }) {
      const changes = new PageChanges(declaration.name);
      const handlers = make() as Handlers;
      for (const recorded of events) {
        const method = methods.get(recorded.type);
        if (method !== undefined) await handlers[method]?.(registry.instantiate(recorded), changes, recorded);
      }
      return changes;
    },
  };
}
