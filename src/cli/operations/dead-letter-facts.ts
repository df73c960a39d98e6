import { DeadDueWork, DeadProcesses } from '../../process-managers/index.js';
import type { Storage } from '../../storage/index.js';
import { DeadEvents, DeadLetters, type DeadLetter } from '../../subscriptions/index.js';

const pageSize = 500;

/** All that was given up; the processes of the application find requests by themselves, within a second or so. */
export function deadLettersOf({ subscriptions, processes }: Storage): DeadLetters {
  return new DeadLetters([
    new DeadEvents(subscriptions, () => undefined),
    new DeadDueWork(new DeadProcesses(processes)),
  ]);
}

/** Everything that can be asked for, page by page; also what will be tried again by itself, where that is wanted. */
export async function allDeadLetters(
  storage: Storage,
  { includeRetrying = false }: { readonly includeRetrying?: boolean } = {},
): Promise<readonly DeadLetter[]> {
  const deadLetters = deadLettersOf(storage);
  const all: DeadLetter[] = [];
  for (;;) {
    const after = all.at(-1)?.id;
    const query = { maxCount: pageSize, includeRetrying, ...(after !== undefined && { after }) };
    const page = await deadLetters.list(query);
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}
