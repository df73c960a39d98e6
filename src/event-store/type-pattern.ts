import { isEventType } from '../messages/index.js';
import { checkStrings, refused } from './read-options.js';

/** Words joined by dots, each a wildcard or written out. Nothing in it can be read in two ways, so it takes linear time. */
const pattern = /^(?:\*\*?|[\w-]+)(?:\.(?:\*\*?|[\w-]+))*$/;
const maximumLength = 200;
const maximumPatterns = 1_000;

const oneWord = '*';
const anyWords = '**';

/** Which stored types are wanted, by name or by pattern. */
export interface TypeSelection {
  /** The types that are named in full. */
  readonly names: readonly string[];
  /** The words of each pattern: written out, or `*` or `**`. */
  readonly patterns: readonly (readonly string[])[];
  readonly hasPatterns: boolean;
  /** Whether every type there can be is wanted. */
  readonly isEverything: boolean;
  readonly has: (type: string) => boolean;
}

/**
 * Reads types and patterns over their dotted words: `*` stands for one word, `**` for any number of words, also none.
 *
 * @param option what the error names
 * @throws InvalidArgumentError
 */
export function selectTypes(option: string, values: unknown): TypeSelection {
  const given = checkStrings(option, values);
  if (given.length > maximumPatterns) {
    throw refused(
      option,
      values,
      `at most ${String(maximumPatterns)} types and patterns; it has ${String(given.length)}`,
    );
  }
  for (const [index, value] of given.entries()) {
    if (!isEventType(value) && !isTypePattern(value)) throw refusedPattern(`${option}[${String(index)}]`, value);
  }
  const names = new Set(given.filter(isEventType));
  const patterns = given.filter((value) => !names.has(value)).map((value) => value.split('.'));
  return {
    names: [...names],
    patterns,
    hasPatterns: patterns.length > 0,
    isEverything: given.includes(anyWords),
    has: (type) => {
      if (names.has(type)) return true;
      if (patterns.length === 0) return false;
      const words = type.split('.');
      return patterns.some((wanted) => fits(wanted, words));
    },
  };
}

function isTypePattern(value: string): boolean {
  return value.length <= maximumLength && value.includes('*') && pattern.test(value);
}

/**
 * Where a word does not fit, the last `**` takes one word more. What an earlier `**` takes never needs another look, for
 * the later one can take whatever follows: so there are at most as many steps as both lengths multiplied.
 */
function fits(wanted: readonly string[], words: readonly string[]): boolean {
  let at = 0;
  let afterGap = -1;
  let gapEnd = 0;
  for (let word = 0; word < words.length;) {
    if (wanted[at] === anyWords) {
      afterGap = ++at;
      gapEnd = word;
    } else if (wanted[at] === oneWord || wanted[at] === words[word]) {
      at++;
      word++;
    } else if (afterGap >= 0) {
      at = afterGap;
      word = ++gapEnd;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((rest) => rest === anyWords);
}

function refusedPattern(name: string, value: string): Error {
  return refused(
    name,
    value,
    `a stored type such as 'order.placed', or a pattern in which '*' stands for one whole word and '**' for any number ` +
      `of words, such as 'order.*', in at most ${String(maximumLength)} characters`,
  );
}
