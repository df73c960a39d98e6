import plur from 'plur';
import type { Check } from '../../adapters/mongodb/index.js';
import type { Storage } from '../../storage/index.js';
import { allDeadLetters } from './dead-letter-facts.js';
import { findProjections, type ProjectionFacts } from './projection-facts.js';
import { findSubscriptions, type SubscriptionFacts } from './subscription-facts.js';

/** How what follows the log is. */
export async function checkFollowers(storage: Storage): Promise<readonly Check[]> {
  const [head, members, projections, subscriptions, deadLetters, webhooks] = await Promise.all([
    storage.eventStore.headPosition(),
    storage.subscriptions.members(),
    findProjections(storage),
    findSubscriptions(storage),
    allDeadLetters(storage),
    storage.webhooks.list(),
  ]);
  const gone = webhooks.filter(({ pausedBecause }) => pausedBecause !== null);
  return [
    { name: 'events', state: 'ok', what: head < 0 ? 'none yet' : `up to the global position ${String(head)}` },
    { name: 'processes', state: 'ok', what: describeProcesses(members.length) },
    checkLag('projections', projections, members.length > 0),
    checkLag(
      'subscriptions',
      subscriptions.map((found) => ({ ...found, name: found.id })),
      members.length > 0,
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

function describeProcesses(count: number): string {
  if (count === 0) return 'none runs the application';
  return `${String(count)} ${plur('process', count)} ${count === 1 ? 'runs' : 'run'} the application`;
}

type Follower = Pick<ProjectionFacts | SubscriptionFacts, 'lag' | 'name' | 'state'>;

function checkLag(name: string, followers: readonly Follower[], isRunning: boolean): Check {
  const behind = followers.filter(({ lag, state }) => lag > 0 && state !== 'paused');
  const list = behind.map((follower) => `${follower.name} by ${String(follower.lag)}`).join(', ');
  if (followers.length === 0) return { name, state: 'ok', what: 'none' };
  if (behind.length === 0) return { name, state: 'ok', what: `${String(followers.length)}, none behind` };
  if (behind.every(({ state }) => state !== 'idle')) return { name, state: 'ok', what: `catching up: ${list}` };
  return {
    name,
    state: 'warning',
    what: `behind, and ${isRunning ? 'no process works on all of them' : 'the application does not run'}: ${list}`,
    remedy: 'Start the application.',
  };
}

function checkDeadLetters(count: number): Check {
  const name = 'dead letters';
  if (count === 0) return { name, state: 'ok', what: 'none' };
  return {
    name,
    state: 'warning',
    what: `${String(count)}: what follows in ${count === 1 ? 'its stream' : 'their streams'} waits`,
    remedy: `See 'annals dead-letters list', and retry or discard ${count === 1 ? 'it' : 'them'}.`,
  };
}
