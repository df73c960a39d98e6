import type { EventStore, RecordedEvent } from 'annals';
import { balanceAfter } from './balance.js';
import { AccountNotOpen } from './errors.js';

export interface AccountHistory {
  /** In cents, after the last of the events. */
  readonly balance: number;
  readonly events: readonly Pick<RecordedEvent, 'streamPosition' | 'type' | 'data' | 'createdAt'>[];
}

/**
 * All that has happened to an account, up to now or up to a moment.
 *
 * @throws AccountNotOpen when it had not been opened
 */
export async function historyOf(store: EventStore, accountId: string, asOf?: Date): Promise<AccountHistory> {
  const recorded = await store.readStream(`account-${accountId}`, asOf && { asOf });
  if (recorded.length === 0) throw new AccountNotOpen(accountId);
  return {
    balance: recorded.reduce(balanceAfter, 0),
    events: recorded.map(({ streamPosition, type, data, createdAt }) => ({ streamPosition, type, data, createdAt })),
  };
}
