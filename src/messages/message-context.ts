import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known about the message being handled; it flows to everything that the handler sets going. */
export interface MessageContext {
  /** The id of the message: what events and further commands have as their `causationId`. */
  readonly messageId: string;
  readonly correlationId: string;
  /** The caller's own facts (who, why); stored with every event. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

const contexts = new AsyncLocalStorage<MessageContext>();

/** The context of the message being handled, `undefined` outside of any. */
export function currentMessage(): MessageContext | undefined {
  return contexts.getStore();
}

/** Runs `action` as the handling of a message. */
export function withinMessage<T>(context: MessageContext, action: () => T): T {
  return contexts.run(context, action);
}
