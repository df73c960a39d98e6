import { ConfigurationError } from '../errors/index.js';
import { handledQueryOf, type Class } from '../messages/index.js';
import type { QueryExecutor } from '../queries/index.js';

/** Finds who answers each query. @throws ConfigurationError when two classes answer one */
export function queryExecutors(
  handlers: readonly Class[],
  make: (handler: Class) => object,
): ReadonlyMap<Class, QueryExecutor> {
  const executors = new Map<Class, QueryExecutor>();
  for (const handler of handlers) {
    const query = handledQueryOf(handler);
    if (query === undefined) continue;
    const earlier = executors.get(query);
    if (earlier !== undefined) {
      throw new ConfigurationError(
        'DUPLICATE_REGISTRATION',
        `${query.name} has two handlers: ${earlier.handler} and ${handler.name}. A query has one.`,
      );
    }
    executors.set(query, {
      handler: handler.name,
      execute: (message) => (make(handler) as { execute(query: object): unknown }).execute(message),
    });
  }
  return executors;
}
