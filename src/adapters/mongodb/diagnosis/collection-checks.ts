import { ok, problem, warning, type Check } from './check.js';
import type { FoundCollection } from './find-collections.js';

export function checkCollections(database: string, found: readonly FoundCollection[]): Check {
  const name = 'collections';
  const missing = found.filter(({ isThere }) => !isThere).map((collection) => collection.name);
  if (missing.length === found.length) {
    return warning(
      name,
      `there is nothing of Annals in the database '${database}'`,
      'Check the name of the database; for a new one run `annals init`, or start the application.',
    );
  }
  // Those without an index come with the first document.
  if (missing.length > 0) return ok(name, `not there yet: ${missing.join(', ')}`);
  return ok(name, found.map((collection) => collection.name).join(', '));
}

export function checkIndexes(found: readonly FoundCollection[]): Check {
  const name = 'indexes';
  const indexes = found
    .filter(({ isThere }) => isThere)
    .flatMap((collection) => collection.indexes.map((index) => ({ ...index, at: `${collection.name}.${index.name}` })));
  const different = indexes.filter(({ state }) => state === 'different').map(({ at }) => at);
  const missing = indexes.filter(({ state }) => state === 'missing').map(({ at }) => at);
  if (different.length > 0) {
    return problem(
      name,
      `defined otherwise than Annals needs them: ${different.join(', ')}`,
      'Drop them in mongosh with dropIndex while no application runs, and run `annals init`.',
    );
  }
  if (missing.length > 0) return problem(name, `missing: ${missing.join(', ')}`, 'Run `annals init`.');
  return ok(name, indexes.length === 0 ? 'none are needed yet' : `all ${String(indexes.length)} of them are there`);
}
