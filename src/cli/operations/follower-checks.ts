import type { Check } from '../../adapters/mongodb/index.js';
import type { Storage } from '../../storage/index.js';
import { allDeadLetters } from './dead-letter-facts.js';
import { findProjections, type ProjectionFacts } from './projection-facts.js';
import { findSubscriptions, type SubscriptionFacts } from './subscription-facts.js';

/** How what follows the log is. */
export async function checkFollowers(storage: Storage): Promise<readonly Check[]> {
  const [members, projections, subscriptions, deadLetters, webhooks] = await Promise.all([
    storage.subscriptions.members(),
    findProjections(storage),
    findSubscriptions(storage),
    allDeadLetters(storage),
    storage.webhooks.list(),
  ]);
  const gone = webhooks.filter(({ pausedBecause }) => pausedBecause !== null);
  return [
    { name: 'processes', state: 'ok', what: `${String(members.length)} run the application` },
    checkLag('projections', projections),
    checkLag(
      'subscriptions',
      subscriptions.map((found) => ({ ...found, name: found.id })),
    ),
    checkDeadLetters(deadLetters.length),
    ...gone.map(({ name, pausedBecause }): Check => ({
      name: 'webhooks',
      state: 'warning',
      what: `${name} is paused: ${pausedBecause ?? ''}`,
      remedy: `Correct it with webhooks.subscribe(), or remove it with webhooks.remove('${name}').`,
    })),
  ];
}

type Follower = Pick<ProjectionFacts | SubscriptionFacts, 'lag' | 'name' | 'state'>;

function checkLag(name: string, followers: readonly Follower[]): Check {
  const behind = followers.filter(({ lag, state }) => lag > 0 && state !== 'paused');
  const list = behind.map((follower) => `${follower.name} by ${String(follower.lag)}`).join(', ');
  if (behind.length === 0) return { name, state: 'ok', what: `${String(followers.length)}, none of them behind` };
  if (behind.every(({ state }) => state !== 'idle')) return { name, state: 'ok', what: `catching up: ${list}` };
  return {
    name,
    state: 'warning',
    what: `behind, and no process works on all of them: ${list}`,
    remedy: 'Start the application.',
  };
}

function checkDeadLetters(count: number): Check {
  const name = 'dead letters';
  if (count === 0) return { name, state: 'ok', what: 'none' };
  return {
    name,
    state: 'warning',
    what: `${String(count)}: what follows them in their streams waits`,
    remedy: "See 'annals dead-letters list', and retry or discard them.",
  };
}
