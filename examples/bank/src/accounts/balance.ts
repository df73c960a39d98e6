import type { EventStore, RecordedEvent } from 'annals';

const directions: Readonly<Record<string, number>> = {
  'money.deposited': 1,
  'transfer.received': 1,
  'money.withdrawn': -1,
  'transfer.sent': -1,
};

/** The balance in cents after an event. */
export function balanceAfter(balance: number, { type, data }: RecordedEvent): number {
  return balance + (directions[type] ?? 0) * Number(data['amount'] ?? 0);
}

/** Folds an account's events to its balance in cents, as it is or as it was at a moment. */
export async function balanceOf(store: EventStore, accountId: string, asOf?: Date): Promise<number> {
  const { state } = await store.aggregateStream(`account-${accountId}`, {
    initialState: () => 0,
    evolve: balanceAfter,
    ...(asOf && { asOf }),
  });
  return state;
}
