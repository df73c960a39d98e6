import type { EventStore } from 'annals';

const directions: Readonly<Record<string, number>> = {
  'money.deposited': 1,
  'transfer.received': 1,
  'money.withdrawn': -1,
  'transfer.sent': -1,
};

/** Folds an account's events to its balance in cents, as it is or as it was at a moment. */
export async function balanceOf(store: EventStore, accountId: string, asOf?: Date): Promise<number> {
  const { state } = await store.aggregateStream(`account-${accountId}`, {
    initialState: () => 0,
    evolve: (balance, { type, data }) => balance + (directions[type] ?? 0) * Number(data['amount'] ?? 0),
    ...(asOf && { asOf }),
  });
  return state;
}
