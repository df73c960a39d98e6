import { DeadDueWork, DeadProcesses } from '../../process-managers/index.js';
import type { Storage } from '../../storage/index.js';
import { DeadEvents, DeadLetters, type DeadLetter } from '../../subscriptions/index.js';
import { CliError, exitCodes } from '../cli-error.js';
import { closest } from '../closest.js';

const pageSize = 500;

/** All that was given up; the processes of the application find requests by themselves, within a second or so. */
export function deadLettersOf({ subscriptions, processes }: Storage): DeadLetters {
  return new DeadLetters([
    new DeadEvents(subscriptions, () => undefined),
    new DeadDueWork(new DeadProcesses(processes)),
  ]);
}

/** Everything that can be asked for, page by page. */
export async function allDeadLetters(storage: Storage): Promise<readonly DeadLetter[]> {
  const deadLetters = deadLettersOf(storage);
  const all: DeadLetter[] = [];
  for (;;) {
    const after = all.at(-1)?.id;
    const page = await deadLetters.list({ maxCount: pageSize, ...(after !== undefined && { after }) });
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}

/** Which dead letters are meant, all or nothing. @throws CliError UNKNOWN_DEAD_LETTER, or when none or both are said */
export function chooseDeadLetters(
  letters: readonly DeadLetter[],
  ids: readonly string[],
  { all, subscription }: { readonly all: boolean; readonly subscription?: string },
): readonly string[] {
  if (all === ids.length > 0) {
    throw new CliError('NOTHING_CHOSEN', 'Give either ids of dead letters or --all.', exitCodes.usage);
  }
  if (all)
    return letters.filter((letter) => subscription === undefined || isOf(letter, subscription)).map(({ id }) => id);
  const known = letters.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown === undefined) return [...new Set(ids)];
  const near = closest(unknown, known);
  throw new CliError(
    'UNKNOWN_DEAD_LETTER',
    `No dead letter has the id '${unknown}'; nothing was changed. ` +
      (near === undefined ? `See 'annals dead-letters list'.` : `Did you mean '${near}'?`),
  );
}

function isOf({ subscription }: DeadLetter, wanted: string): boolean {
  return subscription === wanted || subscription.slice(subscription.indexOf('/') + 1) === wanted;
}
