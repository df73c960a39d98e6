import { handlerMetadata } from './handler-metadata.js';
import type { HandlerClassDecorator, HandlerMethodDecorator } from './handler-types.js';
import type { Class, MessageClass } from './message-class.js';

const metadata = handlerMetadata('CommandHandler');

/**
 * Marks what handles a command: a method of an aggregate, or a class with `execute` that may use several aggregates
 * through the `Repository`.
 *
 * @example
 * ```ts
 * @CommandHandler(WithdrawMoney)
 * withdraw(command: WithdrawMoney) { this.apply(MoneyWithdrawn, { amount: command.amount }); }
 * ```
 */
export function CommandHandler<C extends object>(
  command: MessageClass<C>,
): HandlerMethodDecorator<C> & HandlerClassDecorator<C> {
  return (target: object, method?: string | symbol) => {
    if (method === undefined) metadata.addClass(target, command);
    else metadata.addMethod(target, method, command);
  };
}

/** The command-handling methods of a class, by command class. */
export function commandHandlersOf(target: { readonly prototype: object }): ReadonlyMap<Class, string | symbol> {
  return metadata.methodsOf(target);
}

/** The command that a handler class executes. */
export function handledCommandOf(target: object): Class | undefined {
  return metadata.classMessageOf(target);
}
