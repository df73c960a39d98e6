/**
 * Whether a handler that declares the parameter `Declared` may stand under a decorator that names `Message`: it declares
 * this message, a union with it, or nothing in particular.
 */
type Accepts<Declared, Message> = unknown extends Declared
  ? true
  : [Message] extends [Declared]
    ? [Extract<Declared, Message>] extends [never]
      ? false
      : true
    : false;

/** The method `Method` when its first parameter is `Message`; otherwise a type that no method has. */
export type HandlerFor<Message, Method> = Method extends (...args: infer Parameters) => unknown
  ? Parameters extends readonly [infer Declared, ...unknown[]]
    ? Accepts<Declared, Message> extends true
      ? Method
      : never
    : Method
  : never;

/** A decorator for a method whose first parameter is `Message`. */
export type HandlerMethodDecorator<Message> = <Method>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<Method> & TypedPropertyDescriptor<HandlerFor<Message, Method>>,
) => void;

/** A decorator for a class whose `execute` takes `Message` and may return `Result`. */
export type HandlerClassDecorator<Message, Result = unknown> = <
  Target extends abstract new (...args: never[]) => { execute: (message: never) => Result | Promise<Result> },
>(
  target: Target & (HandlerFor<Message, InstanceType<Target>['execute']> extends never ? never : Target),
) => void;
