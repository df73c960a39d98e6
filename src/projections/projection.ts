import { ConfigurationError, describeValue } from '../errors/index.js';
import type { MessageClass } from '../messages/index.js';
import { isSubscriptionName } from '../subscriptions/index.js';
import type { ReadModelIndex } from './read-model-store.js';

const key = Symbol('annals.Projection');

export interface ProjectionOptions {
  /** Indexes of its read model, created at start. */
  readonly indexes?: readonly ReadModelIndex[];
}

/** What `@Projection` says of its class. */
export interface ProjectionDeclaration {
  /** The name of the projection and of its read model. */
  readonly name: string;
  readonly indexes: readonly ReadModelIndex[];
}

/**
 * Makes a class a projection: its `@EventHandler` methods turn events into the documents of a read model.
 *
 * Each event counts once, in global order: a page of events is stored in one transaction with the position it reaches.
 *
 * @example
 * ```ts
 * @Projection('account-summaries', { indexes: [{ fields: { owner: 'asc' } }] })
 * export class AccountSummaries {
 *   @EventHandler(AccountOpened)
 *   opened(event: AccountOpened, view: ReadModel<AccountSummary>, recorded: RecordedEvent) {
 *     view.set(recorded.streamId, { owner: event.owner, balance: 0 });
 *   }
 * }
 * ```
 */
export function Projection(name: string, options: ProjectionOptions = {}): (target: MessageClass) => void {
  return (target) => {
    if (!isSubscriptionName(name)) {
      throw new ConfigurationError(
        'INVALID_DECLARATION',
        `@Projection(${describeValue(name)}) on ${target.name}: a name is letters, digits, '_' and '-', such as 'account-summaries'.`,
      );
    }
    Reflect.defineMetadata(key, { name, indexes: options.indexes ?? [] }, target);
  };
}

/** What `@Projection` says of this class; `undefined` where it has none. */
export function projectionDeclarationOf(target: object): ProjectionDeclaration | undefined {
  return Reflect.getOwnMetadata(key, target) as ProjectionDeclaration | undefined;
}
