import type { DeadLetter } from '../../subscriptions/index.js';
import { CliError, exitCodes } from '../cli-error.js';
import { closest } from '../closest.js';
import { isOfSubscription } from './subscription-names.js';

/** Fewer characters would fit by accident. */
const shortestPart = 4;
const shownCount = 3;

/** Which dead letters are meant, all or nothing. @throws CliError when one of them is not clear, or none or both are said */
export function chooseDeadLetters(
  letters: readonly DeadLetter[],
  ids: readonly string[],
  { all, subscription }: { readonly all: boolean; readonly subscription?: string },
): readonly string[] {
  if (all === ids.length > 0) {
    throw new CliError('NOTHING_CHOSEN', 'Give either ids of dead letters or --all.', exitCodes.usage);
  }
  if (!all) return [...new Set(ids.map((id) => chooseDeadLetter(letters, id).id))];
  return letters
    .filter((letter) => subscription === undefined || isOfSubscription(letter.subscription, subscription))
    .map(({ id }) => id);
}

/** The one with this id, or whose id alone begins or ends so. @throws CliError UNKNOWN_DEAD_LETTER, AMBIGUOUS_DEAD_LETTER */
export function chooseDeadLetter(letters: readonly DeadLetter[], wanted: string): DeadLetter {
  const exact = letters.find(({ id }) => id === wanted);
  if (exact !== undefined) return exact;
  const isLongEnough = wanted.length >= shortestPart;
  const fitting = letters.filter(({ id }) => isLongEnough && (id.startsWith(wanted) || id.endsWith(wanted)));
  const [found] = fitting;
  if (found === undefined) throw unknown(letters, wanted);
  if (fitting.length > 1) throw ambiguous(fitting, wanted);
  return found;
}

function unknown(letters: readonly DeadLetter[], wanted: string): CliError {
  const known = letters.map(({ id }) => id);
  const near = closest(wanted, known);
  const next = near === undefined ? `See 'annals dead-letters list'.` : `Did you mean '${near}'?`;
  return new CliError('UNKNOWN_DEAD_LETTER', `No dead letter has the id '${wanted}'; nothing was changed. ${next}`);
}

function ambiguous(fitting: readonly DeadLetter[], wanted: string): CliError {
  const shown = fitting.slice(0, shownCount).map(({ id }) => id);
  const more = fitting.length > shownCount ? ', …' : '';
  return new CliError(
    'AMBIGUOUS_DEAD_LETTER',
    `${String(fitting.length)} dead letters have an id that begins or ends with '${wanted}'; nothing was changed. ` +
      `Give more of it: ${shown.join(', ')}${more}.`,
  );
}
