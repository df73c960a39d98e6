import { ConfigurationError, describeValue } from '../errors/index.js';
import type { AggregateRoot } from './aggregate-root.js';

const key = Symbol('annals.Aggregate');
const pattern = /^[A-Za-z][\w-]{0,99}$/;

/**
 * Gives an aggregate class its name: its streams are `{name}-{id}`.
 *
 * @example
 * ```ts
 * @Aggregate('account')
 * export class Account extends AggregateRoot { … }
 * ```
 */
export function Aggregate(name: string): (target: abstract new (...args: never[]) => AggregateRoot) => void {
  return (target) => {
    checkAggregateName(name, target.name);
    const earlier = aggregateNameOf(target);
    if (earlier !== undefined) {
      throw new ConfigurationError(
        'DUPLICATE_REGISTRATION',
        `${target.name} has @Aggregate twice: '${earlier}' and '${name}'. Keep one.`,
      );
    }
    Reflect.defineMetadata(key, name, target);
  };
}

/** The name given by `@Aggregate`; `undefined` where there is none. */
export function aggregateNameOf(target: object): string | undefined {
  return Reflect.getOwnMetadata(key, target) as string | undefined;
}

/** @throws ConfigurationError when a name cannot begin a stream id */
export function checkAggregateName(name: unknown, owner: string): void {
  if (typeof name === 'string' && pattern.test(name)) return;
  throw new ConfigurationError(
    'INVALID_DECLARATION',
    `${owner} has the aggregate name ${describeValue(name)}; give a word of letters, digits, '_' and '-', such as 'account'.`,
  );
}
