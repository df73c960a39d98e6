import type { Storage } from '../../storage/index.js';
import { CliError } from '../cli-error.js';
import { suggestion } from '../suggestion.js';
import { allDeadLetters } from './dead-letter-facts.js';

/** What scheduled commands fail under: a name that is always there. */
const schedule = 'schedule/commands';

/** Whether a subscription is meant by a name such as `mailer`, or by its id such as `subscriber/mailer`. */
export function isOfSubscription(id: string, wanted: string): boolean {
  return id === wanted || nameOf(id) === wanted;
}

/** @throws CliError UNKNOWN_SUBSCRIPTION where nothing of this name has followed the log, or failed */
export async function requireSubscription(storage: Storage, wanted: string): Promise<void> {
  const followers = (await storage.subscriptions.subscriptions()).filter(({ kind }) => kind !== 'projection');
  const ids = [...followers.map(({ id }) => id), schedule];
  if (ids.some((id) => isOfSubscription(id, wanted))) return;
  // One that is gone may have left dead letters.
  const letters = await allDeadLetters(storage, { includeRetrying: true });
  const known = [...new Set([...ids, ...letters.map(({ subscription }) => subscription)])].sort();
  if (known.some((id) => isOfSubscription(id, wanted))) return;
  const names = wanted.includes('/') ? known : known.map(nameOf);
  throw new CliError('UNKNOWN_SUBSCRIPTION', `There is no subscription '${wanted}'. ${suggestion(wanted, names)}`);
}

function nameOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
