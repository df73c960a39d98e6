import { ConfigurationError, describeValue } from '../errors/index.js';
import type { AggregateRoot } from './aggregate-root.js';
import { checkSnapshotOptions, type SnapshotOptions } from './snapshot-options.js';

const key = Symbol('annals.Aggregate');
const pattern = /^[A-Za-z][\w-]{0,99}$/;

export interface AggregateOptions {
  /** Keeps snapshots of its state; none by default. */
  readonly snapshot?: SnapshotOptions;
  /**
   * Whether instances stay in memory from one command to the next. By default they do, unless the constructor takes
   * parameters: what is injected there would live as long as the instance, and not one message long.
   */
  readonly cache?: boolean;
}

/** What `@Aggregate` has recorded. */
export interface AggregateDeclaration extends AggregateOptions {
  readonly name: string;
}

/**
 * Gives an aggregate class its name: its streams are `{name}-{id}`.
 *
 * @example
 * ```ts
 * @Aggregate('account', { snapshot: { every: 100, version: 1 } })
 * export class Account extends AggregateRoot { … }
 * ```
 */
export function Aggregate(
  name: string,
  options: AggregateOptions = {},
): (target: abstract new (...args: never[]) => AggregateRoot) => void {
  return (target) => {
    checkAggregateName(name, target.name);
    const earlier = aggregateNameOf(target);
    if (earlier !== undefined) {
      throw new ConfigurationError(
        'DUPLICATE_REGISTRATION',
        `${target.name} has @Aggregate twice: '${earlier}' and '${name}'. Keep one.`,
      );
    }
    const { snapshot, cache } = options;
    const declaration: AggregateDeclaration = {
      name,
      ...(snapshot !== undefined && { snapshot: checkSnapshotOptions(snapshot, target.name) }),
      ...(cache !== undefined && { cache }),
    };
    Reflect.defineMetadata(key, declaration, target);
  };
}

/** What was given to `@Aggregate`; `undefined` where there is none. */
export function aggregateDeclarationOf(target: object): AggregateDeclaration | undefined {
  return Reflect.getOwnMetadata(key, target) as AggregateDeclaration | undefined;
}

/** The name given by `@Aggregate`; `undefined` where there is none. */
export function aggregateNameOf(target: object): string | undefined {
  return aggregateDeclarationOf(target)?.name;
}

/** @throws ConfigurationError when a name cannot begin a stream id */
export function checkAggregateName(name: unknown, owner: string): void {
  if (typeof name === 'string' && pattern.test(name)) return;
  throw new ConfigurationError(
    'INVALID_DECLARATION',
    `${owner} has the aggregate name ${describeValue(name)}; give a word of letters, digits, '_' and '-', such as 'account'.`,
  );
}
