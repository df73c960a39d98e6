import type { DeadLetter, DeadLetterQuery, DeadLetterSource } from './dead-letters.js';
import type { ParkedLane } from './parked-lanes.js';
import type { SubscriptionStore } from './subscription-store.js';

/** The events that subscriptions have given up on. */
export class DeadEvents implements DeadLetterSource {
  /** @param wake lets requests be heeded at once */
  constructor(
    private readonly store: SubscriptionStore,
    private readonly wake: () => void,
  ) {}

  async list(query: DeadLetterQuery & { readonly maxCount: number }): Promise<readonly DeadLetter[]> {
    const { subscription, after, maxCount, includeRetrying = false } = query;
    const page = { maxCount, ...(!includeRetrying && { isDead: true }), ...(after !== undefined && { after }) };
    if (subscription === undefined) return (await this.store.findParked(page)).map(toDeadLetter);
    const records = await this.store.subscriptions();
    const ids = records.filter(({ id, name }) => id === subscription || name === subscription).map(({ id }) => id);
    const found = await Promise.all(ids.map((id) => this.store.findParked({ ...page, subscription: id })));
    return found.flat().map(toDeadLetter);
  }

  async request(id: string, request: 'discard' | 'retry'): Promise<boolean> {
    const isFound = await this.store.request(id, request);
    if (isFound) this.wake();
    return isFound;
  }
}

function toDeadLetter({ id, subscription, event, attempts, failure, ...moments }: ParkedLane): DeadLetter {
  const { lastFailedAt, nextAttemptAt } = moments;
  return { id, subscription, event, due: null, attempts, error: failure, lastFailedAt, nextAttemptAt };
}
