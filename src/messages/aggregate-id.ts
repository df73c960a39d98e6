import { Allow } from 'class-validator';
import { ConfigurationError } from '../errors/index.js';

const key = Symbol('annals.AggregateId');

/**
 * Marks the property of a command that holds the id of its aggregate, a non-empty string.
 *
 * @example `@AggregateId() @IsUUID() accountId!: string;`
 */
export function AggregateId(): PropertyDecorator {
  return (target, property) => {
    const earlier = Reflect.getOwnMetadata(key, target) as string | undefined;
    if (earlier !== undefined) {
      throw new ConfigurationError(
        'DUPLICATE_REGISTRATION',
        `${target.constructor.name} has @AggregateId() on '${earlier}' and on '${String(property)}'. Keep one.`,
      );
    }
    Reflect.defineMetadata(key, property, target);
    Allow()(target, property);
  };
}

/** The name of the property with `@AggregateId`, of the class or one above it. */
export function aggregateIdPropertyOf(target: { readonly prototype: object }): string | undefined {
  return Reflect.getMetadata(key, target.prototype) as string | undefined;
}
