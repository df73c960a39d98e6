import { resolve } from 'node:path';
import { EmbeddedMongo } from './embedded-mongo.js';
import { readRunningMark } from './running-mark.js';

/**
 * Finds the embedded MongoDB that another process of this machine runs over a data folder.
 *
 * @returns a handle whose `stop()` does nothing, for the server belongs to that process; undefined where none runs
 */
export async function findEmbeddedMongo(dataDirectory: string): Promise<EmbeddedMongo | undefined> {
  const directory = resolve(dataDirectory);
  const mark = await readRunningMark(directory);
  return mark && new EmbeddedMongo({ uri: mark.uri, pid: mark.pid, dataDirectory: directory });
}
