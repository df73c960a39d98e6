import { ConfigurationError } from '../errors/index.js';
import {
  FunctionUpcaster,
  Upcasting,
  upcasterDeclarationOf,
  type RunnableUpcaster,
  type UpcasterDeclaration,
} from '../event-store/index.js';
import type { Class, EventRegistry } from '../messages/index.js';
import type { HandlerContainer } from './handler-container.js';

/**
 * Makes the upcasters and joins them to chains.
 *
 * They are made before the database is opened, so only what the user's own container holds can be injected: what an
 * event has meant depends on nothing that is stored.
 *
 * @throws ConfigurationError when one cannot be made, or the chains are not whole
 */
export function createUpcasting(
  upcasters: readonly (Class | FunctionUpcaster)[],
  registry: EventRegistry,
  container: HandlerContainer,
): Upcasting {
  const runnable = upcasters.map((upcaster): RunnableUpcaster =>
    upcaster instanceof FunctionUpcaster ? upcaster : classUpcaster(upcaster, container),
  );
  return new Upcasting(runnable, registry);
}

function classUpcaster(upcaster: Class, container: HandlerContainer): RunnableUpcaster {
  container.bindClass(upcaster);
  const instance = container.makeAtStart(upcaster) as Pick<RunnableUpcaster, 'upcast'>;
  if (typeof instance.upcast !== 'function') {
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `${upcaster.name} has @Upcaster but no method \`upcast\`. Write one from the event to { data }.`,
    );
  }
  const declaration = upcasterDeclarationOf(upcaster) as UpcasterDeclaration;
  return { ...declaration, label: upcaster.name, upcast: (event) => instance.upcast(event) };
}
