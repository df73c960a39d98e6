import { fetchIntoCache } from './cache-directory.js';
import { loadMemoryServer } from './memory-server.js';
import type { MongodSource } from './mongod-source.js';

/**
 * The official binary for this platform, downloaded by mongodb-memory-server (whose `MONGOMS_*` settings apply),
 * or one that it downloaded earlier for another project.
 */
export const downloadedBinary: MongodSource = {
  name: "mongodb-memory-server's download",
  announcement: 'No mongod on the PATH or in the cache: asking mongodb-memory-server for one (a download, once) …',
  find: () =>
    fetchIntoCache(async (downloadDir) => {
      const { MongoBinary } = await loadMemoryServer();
      return MongoBinary.getPath({ downloadDir });
    }),
};
