import { closest } from './closest.js';

const shownCount = 10;

/** What to say after "there is no …": the name that was probably meant, else those that there are. */
export function suggestion(wanted: string, names: readonly string[]): string {
  const near = closest(wanted, names);
  if (near !== undefined) return `Did you mean '${near}'?`;
  if (names.length === 0) return 'There are none.';
  const shown = names.slice(0, shownCount).join(', ');
  if (names.length > shownCount) return `There are ${shown}, … (${String(names.length)}).`;
  return `There ${names.length === 1 ? 'is' : 'are'}: ${shown}.`;
}
