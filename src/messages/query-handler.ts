import { handlerMetadata } from './handler-metadata.js';
import type { HandlerClassDecorator } from './handler-types.js';
import type { Class, MessageClass } from './message-class.js';
import type { Query, ResultOf } from './query.js';

const metadata = handlerMetadata('QueryHandler');

/**
 * Marks the class whose `execute` answers a query; its return type is the query's result.
 *
 * @example
 * ```ts
 * @QueryHandler(GetAccount)
 * export class GetAccountHandler {
 *   constructor(@inject(readModel('account-summaries')) private accounts: ReadModelReader<AccountSummary>) {}
 *   execute(query: GetAccount) { return this.accounts.get(`account-${query.accountId}`); }
 * }
 * ```
 */
export function QueryHandler<Q extends Query<unknown>>(query: MessageClass<Q>): HandlerClassDecorator<Q, ResultOf<Q>> {
  return (target) => {
    metadata.addClass(target, query);
  };
}

/** The query that a handler class answers. */
export function handledQueryOf(target: object): Class | undefined {
  return metadata.classMessageOf(target);
}
