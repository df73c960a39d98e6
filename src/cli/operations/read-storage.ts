import { lookForLog } from '../../adapters/mongodb/index.js';
import type { CliContext, DatabaseOptions } from '../cli-context.js';
import { CliError } from '../cli-error.js';
import { mongoOptions, withPlace, withStorage, type OpenPlace, type Place } from '../connect.js';

/**
 * Finds a database that an application has used: under a name with a typo there is nothing, and nothing is created.
 *
 * @throws CliError UNKNOWN_DATABASE
 */
export function withUsedPlace<T>(
  context: CliContext,
  options: DatabaseOptions,
  use: (place: Required<Place>) => Promise<T>,
): Promise<T> {
  return withPlace(context, options, async (place) => {
    const found = await lookForLog(mongoOptions(place));
    if (!found.isThere) throw unknownDatabase(found.database, found.elsewhere);
    return use({ uri: place.uri, database: found.database });
  });
}

/** The same with everything opened that is kept there. */
export function withUsedStorage<T>(
  context: CliContext,
  options: DatabaseOptions,
  use: (place: OpenPlace) => Promise<T>,
): Promise<T> {
  return withUsedPlace(context, options, (place) => withStorage(context, { ...options, ...place }, use));
}

function unknownDatabase(database: string, elsewhere: readonly string[]): CliError {
  const others = elsewhere.length === 0 ? '' : ` There are events in: ${elsewhere.join(', ')}.`;
  return new CliError(
    'UNKNOWN_DATABASE',
    `The database '${database}' holds no events of Annals.${others} Name another with --database, or begin this one with 'annals init'.`,
  );
}
