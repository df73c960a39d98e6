import { ConfigurationError, describeValue } from '../errors/index.js';

const pattern = /^[A-Za-z][\w-]*(\.[\w-]+)*$/;
const maximumLength = 200;

/** Tells whether a value can be the stored type of a message: words of letters, digits, `_` and `-`, joined by dots. */
export function isMessageType(type: unknown): type is string {
  return typeof type === 'string' && type.length <= maximumLength && pattern.test(type);
}

/** A kind of message whose classes carry a stored type. */
export interface TypedMessageKind {
  /** Records the type on a class. @throws ConfigurationError when the class has one already, or it is no type */
  declare(target: object, declaration: MessageDeclaration): void;
  /** What was recorded on this class itself, not on a class above it. */
  declarationOf(target: unknown): MessageDeclaration | undefined;
}

/** What a decorator says of its class. */
export interface MessageDeclaration {
  /** The stored type. */
  readonly type: string;
  /** The version of its data, from 1. */
  readonly version: number;
}

/** Makes the metadata of one kind of message; `example` is shown when a type is refused. */
export function typedMessageKind(decorator: string, example: string): TypedMessageKind {
  const key = Symbol(`annals.${decorator}`);
  const declarationOf = (target: unknown) =>
    typeof target === 'function' ? (Reflect.getOwnMetadata(key, target) as MessageDeclaration | undefined) : undefined;
  return {
    declarationOf,
    declare(target, declaration) {
      const name = (target as { name: string }).name;
      const { type, version } = declaration;
      if (!isMessageType(type)) {
        throw new ConfigurationError(
          'INVALID_DECLARATION',
          `@${decorator}(${describeValue(type)}) on ${name}: a stored type is dotted words, such as '${example}'.`,
        );
      }
      if (!Number.isSafeInteger(version) || version < 1) {
        throw new ConfigurationError(
          'INVALID_DECLARATION',
          `@${decorator}('${type}') on ${name}: the version is ${describeValue(version)}; give a whole number from 1.`,
        );
      }
      const earlier = declarationOf(target);
      if (earlier !== undefined) {
        throw new ConfigurationError(
          'DUPLICATE_REGISTRATION',
          `${name} has @${decorator} twice: '${earlier.type}' and '${type}'. Keep one.`,
        );
      }
      Reflect.defineMetadata(key, declaration, target);
    },
  };
}
