import { closest as closestOf, distance } from 'fastest-levenshtein';

/** The name that was probably meant; undefined where none is near. */
export function closest(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const nearest = closestOf(
    name.toLowerCase(),
    names.map((known) => known.toLowerCase()),
  );
  const found = names.find((known) => known.toLowerCase() === nearest);
  return distance(name.toLowerCase(), nearest) <= Math.max(2, name.length / 3) ? found : undefined;
}
