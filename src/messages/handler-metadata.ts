import { ConfigurationError } from '../errors/index.js';
import type { Class, MessageClass } from './message-class.js';

type MethodName = string | symbol;

/** What handler decorators of one kind have recorded. */
export interface HandlerMetadata {
  /** Records that `method` handles `message`. @throws ConfigurationError when another method of the class does already */
  addMethod(prototype: object, method: MethodName, message: MessageClass): void;
  /** Records that a class as a whole handles `message`. */
  addClass(target: object, message: MessageClass): void;
  /** The methods of a class and of the classes above it, by message; the nearest one wins. */
  methodsOf(target: { readonly prototype: object }): ReadonlyMap<Class, MethodName>;
  /** The message that the class as a whole handles. */
  classMessageOf(target: object): Class | undefined;
}

/** Makes the metadata behind a decorator such as `@EventHandler`. */
export function handlerMetadata(decorator: string): HandlerMetadata {
  const methodsKey = Symbol(`annals.${decorator}.methods`);
  const classKey = Symbol(`annals.${decorator}.class`);
  const inherited = new WeakMap<object, ReadonlyMap<Class, MethodName>>();
  const ownMethods = (prototype: object) =>
    Reflect.getOwnMetadata(methodsKey, prototype) as Map<Class, MethodName> | undefined;

  return {
    addMethod(prototype, method, message) {
      requireClass(decorator, `${prototype.constructor.name}.${String(method)}`, message);
      const methods = ownMethods(prototype) ?? new Map<MessageClass, MethodName>();
      const earlier = methods.get(message);
      if (earlier !== undefined) {
        throw new ConfigurationError(
          'DUPLICATE_REGISTRATION',
          `${prototype.constructor.name} handles ${message.name} twice: in ${String(earlier)} and in ${String(method)}. Keep one.`,
        );
      }
      methods.set(message, method);
      Reflect.defineMetadata(methodsKey, methods, prototype);
    },
    addClass(target, message) {
      const name = (target as { name: string }).name;
      requireClass(decorator, name, message);
      const earlier = Reflect.getOwnMetadata(classKey, target) as Class | undefined;
      if (earlier !== undefined) {
        throw new ConfigurationError(
          'DUPLICATE_REGISTRATION',
          `${name} has @${decorator} twice: for ${earlier.name} and for ${message.name}. Write a class for each.`,
        );
      }
      Reflect.defineMetadata(classKey, message, target);
    },
    methodsOf(target) {
      const known = inherited.get(target);
      if (known !== undefined) return known;
      const chain: object[] = [];
      for (let at: object | null = target.prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
        chain.unshift(at);
      }
      const methods = new Map(chain.flatMap((prototype) => [...(ownMethods(prototype) ?? [])]));
      inherited.set(target, methods);
      return methods;
    },
    classMessageOf: (target) => Reflect.getOwnMetadata(classKey, target) as Class | undefined,
  };
}

/** Circular imports leave a class undefined while decorators run; say so here rather than fail far away. */
function requireClass(decorator: string, place: string, message: unknown): void {
  if (typeof message === 'function') return;
  throw new ConfigurationError(
    'INVALID_DECLARATION',
    `@${decorator} on ${place} got no class. Its module and this one probably import each other: move the message to a file of its own.`,
  );
}
