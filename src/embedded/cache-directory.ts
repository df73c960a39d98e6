import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type MongodBinary, probeMongod } from './mongod-binary.js';

/** The folder in which a fetched mongod stays: `ANNALS_CACHE_DIRECTORY`, else `annals` in the user's cache folder. */
export function cacheDirectory(): string {
  const { ANNALS_CACHE_DIRECTORY: own, XDG_CACHE_HOME: users, LOCALAPPDATA: windows } = process.env;
  if (own) return resolve(own);
  if (process.platform === 'win32' && windows) return join(windows, 'annals', 'cache');
  return join(users ? resolve(users) : join(homedir(), '.cache'), 'annals');
}

/** The name of a mongod in the cache. */
function cachedName(version: string): string {
  return `mongod-${version}${process.platform === 'win32' ? '.exe' : ''}`;
}

/**
 * Fetches a mongod into a folder of its own, and moves it into the cache once it is seen to run.
 *
 * Several processes may do so at once: none ever sees half a file, and the last to finish wins.
 * A binary that `fetch` found elsewhere is used where it lies.
 */
export async function fetchIntoCache(fetch: (workDirectory: string) => Promise<string>): Promise<MongodBinary> {
  const cache = cacheDirectory();
  await mkdir(cache, { recursive: true });
  const workDirectory = await mkdtemp(join(cache, 'fetching-'));
  try {
    const fetched = await probeMongod(await fetch(workDirectory));
    if (!fetched.path.startsWith(workDirectory)) return fetched;
    const path = join(cache, cachedName(fetched.version));
    await rename(fetched.path, path);
    return { ...fetched, path };
  } finally {
    await rm(workDirectory, { recursive: true, force: true });
  }
}
