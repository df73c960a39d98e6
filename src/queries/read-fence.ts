import { AsyncLocalStorage } from 'node:async_hooks';

/** What a query's answer must contain: every event up to a position. */
export interface ReadFence {
  /** The global position that read models must have reached. */
  readonly position: number;
  /** How long to wait for that, in milliseconds. */
  readonly timeoutMs: number;
}

const fences = new AsyncLocalStorage<ReadFence>();

/** The fence of the query being answered, if it has one: every reader of a read model waits for it first. */
export function currentReadFence(): ReadFence | undefined {
  return fences.getStore();
}

/** Answers a query behind a fence. */
export function behindFence<T>(fence: ReadFence | undefined, action: () => T): T {
  return fence === undefined ? action() : fences.run(fence, action);
}
