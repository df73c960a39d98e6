import type { MessageClass } from './message-class.js';
import { typedMessageKind } from './message-type.js';

const commands = typedMessageKind('Command', 'account.open');

/**
 * Gives a command class its name: imperative and dotted.
 *
 * @example
 * ```ts
 * @Command('account.open')
 * export class OpenAccount {
 *   @AggregateId() @IsUUID() accountId!: string;
 *   @IsString() owner!: string;
 * }
 * ```
 */
export function Command(type: string): (target: MessageClass) => void {
  return (target) => {
    commands.declare(target, { type, version: 1 });
  };
}

/** The stored name of a command class; `undefined` where it has no `@Command`. */
export function commandTypeOf(target: unknown): string | undefined {
  return commands.declarationOf(target)?.type;
}
