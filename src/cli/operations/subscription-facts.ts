import type { Storage } from '../../storage/index.js';
import { Subscriptions, type Home, type SubscriptionKind, type SubscriptionStatus } from '../../subscriptions/index.js';

/** A subscription as it is kept, and who works on it. */
export interface SubscriptionFacts extends Omit<SubscriptionStatus, 'error' | 'slices' | 'state'> {
  /** `paused` where somebody, or a receiver that is gone, has paused a webhook. */
  readonly state: 'catching-up' | 'idle' | 'live' | 'paused';
  readonly slices: number;
  /** The processes that work on it. */
  readonly processes: readonly ProcessFacts[];
}

/** A process that runs the application. */
export interface ProcessFacts {
  readonly member: string;
  readonly machine: string | null;
  readonly pid: number | null;
}

/** What follows the log in some process, by the facts that all of them share; not what this process alone knows. */
export async function findSubscriptions(
  storage: Storage,
  kinds: readonly SubscriptionKind[] = ['process-manager', 'subscriber', 'webhook'],
): Promise<readonly SubscriptionFacts[]> {
  const { eventStore: log, subscriptions: store } = storage;
  const statuses = await new Subscriptions({ log, store, logger: console }).status();
  const wanted = statuses.filter(({ kind }) => kinds.includes(kind));
  const [slices, members, webhooks] = await Promise.all([
    store.slices(wanted.map(({ id }) => id)),
    store.members(),
    storage.webhooks.list(),
  ]);
  const paused = new Set(webhooks.filter(({ state }) => state === 'paused').map(({ name }) => name));
  return wanted.map(({ error: _, slices: { total }, state, ...status }) => {
    const owners = new Set(slices.filter(({ subscription }) => subscription === status.id).map(({ owner }) => owner));
    const isPaused = status.kind === 'webhook' && paused.has(status.name);
    return {
      ...status,
      state: isPaused ? 'paused' : state === 'failing' ? 'catching-up' : state,
      slices: total,
      processes: members.filter(({ id }) => owners.has(id)).map(({ id, home }) => processOf(id, home)),
    };
  });
}

function processOf(member: string, home: Home | undefined): ProcessFacts {
  return { member, machine: home?.machine ?? null, pid: home?.pid ?? null };
}
