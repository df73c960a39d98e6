import type { TypeSelection } from '../../../event-store/index.js';

const oneWord = '*';
const anyWords = '**';

/** More texts of any length beside each other would let a hostile pattern keep the database busy. */
const maximumGaps = 2;

/**
 * The types that are wanted, as values for `$in`. It may let others through as well: the last word has
 * {@link TypeSelection.has}.
 */
export function typeCondition({ names, patterns }: TypeSelection): (string | RegExp)[] {
  return [...names, ...patterns.map(toExpression)];
}

/** The words are letters, digits, `_` and `-`: nothing in them means anything in a regular expression. */
function toExpression(words: readonly string[]): RegExp {
  const runs = runsOf(words);
  const isLong = runs.length > maximumGaps + 1;
  const looked = runs.filter((_, index) => !isLong || index === 0 || index === runs.length - 1);
  return new RegExp(`^${looked.join('.*')}$`);
}

/** What lies before, between and behind the `**`; each begins and ends where words do. */
function runsOf(words: readonly string[]): string[] {
  const runs: string[][] = [[]];
  for (const word of words) {
    if (word === anyWords) runs.push([]);
    else runs.at(-1)?.push(word === oneWord ? '[^.]+' : word);
  }
  return runs.map((run, index) => {
    if (run.length === 0) return '';
    const start = index === 0 ? '' : '(?<![^.])';
    const end = index === runs.length - 1 ? '' : '(?![^.])';
    return start + run.join('\\.') + end;
  });
}
