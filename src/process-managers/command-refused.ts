import { handlerMetadata } from '../messages/handler-metadata.js';
import type { Class, MessageClass, Properties } from '../messages/index.js';

const metadata = handlerMetadata('CommandRefused');

/** A command that its handler has refused, and why. */
export interface RefusedCommand<C extends object = Record<string, unknown>> {
  /** Its properties as they were dispatched. */
  readonly command: Readonly<Properties<C>>;
  /** The name of the error's class. */
  readonly name: string;
  readonly message: string;
  /** The error's literal code; `null` where it has none. */
  readonly code: string | null;
}

type RefusalHandler<C extends object, Method> = Method extends (...args: infer Parameters) => unknown
  ? Parameters extends readonly [infer Declared, ...unknown[]]
    ? RefusedCommand<C> extends Declared
      ? Method
      : never
    : Method
  : never;

/** A decorator for a method whose first parameter is the refusal of a command. */
export type RefusalMethodDecorator<C extends object> = <Method>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<Method> & TypedPropertyDescriptor<RefusalHandler<C, Method>>,
) => void;

/**
 * Marks the method of a process manager that runs when a command that it has dispatched is refused; it is given what was
 * refused and the `Process`. Without one, the command is tried again, and ends as a dead letter.
 *
 * @example
 * ```ts
 * @CommandRefused(WithdrawMoney)
 * refused(refusal: RefusedCommand<WithdrawMoney>, process: Process<TransferState>) {
 *   process.dispatch(RejectTransfer, { transferId: process.id, reason: refusal.message });
 *   process.complete();
 * }
 * ```
 */
export function CommandRefused<C extends object>(command: MessageClass<C>): RefusalMethodDecorator<C> {
  return (target, method) => {
    metadata.addMethod(target, method, command);
  };
}

/** The refusal-handling methods of a class, by command class. */
export function commandRefusedHandlersOf(target: { readonly prototype: object }): ReadonlyMap<Class, string | symbol> {
  return metadata.methodsOf(target);
}
