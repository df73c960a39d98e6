import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { cacheDirectory } from './cache-directory.js';
import { type MongodBinary, probeMongod, reasonOf } from './mongod-binary.js';
import type { MongodSource } from './mongod-source.js';

/** The mongod that the variable `MONGOMS_SYSTEM_BINARY` names, as mongodb-memory-server understands it. */
export function namedBinary(path: string): MongodSource {
  return { name: 'MONGOMS_SYSTEM_BINARY', exclusive: true, find: () => probeMongod(resolve(path)) };
}

/** The first usable mongod in the folders of the PATH. */
export const pathBinary: MongodSource = {
  name: 'the PATH',
  async find() {
    const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
    const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
    return firstUsable(
      folders.map((folder) => resolve(folder, name)),
      'no mongod in any of its folders',
    );
  },
};

/** A mongod that an earlier start fetched. */
export const cachedBinary: MongodSource = {
  name: 'the cache',
  async find() {
    const cache = cacheDirectory();
    const files = await readdir(cache).catch(() => []);
    const names = files.filter((file) => /^mongod-\d+\.\d+\.\d+(\.exe)?$/.test(file)).sort();
    return firstUsable(
      names.map((file) => join(cache, file)),
      `no mongod in ${cache}`,
    );
  },
};

async function firstUsable(paths: readonly string[], otherwise: string): Promise<MongodBinary> {
  const reasons: string[] = [];
  for (const path of paths) {
    try {
      await access(path, constants.X_OK);
    } catch {
      continue;
    }
    try {
      return await probeMongod(path);
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  throw new Error(reasons.length === 0 ? otherwise : reasons.join('; '));
}
