import { fetchIntoCache } from './cache-directory.js';
import { loadMemoryServer } from './memory-server.js';
import type { MongodSource } from './mongod-source.js';

/**
 * The official binary for this platform, downloaded by mongodb-memory-server (whose `MONGOMS_*` settings apply),
 * or one that it downloaded earlier for another project.
 */
export const downloadedBinary: MongodSource = {
  name: "mongodb-memory-server's download",
  announcement: 'No mongod on this machine yet: downloading one (about 100 MB, once) …',
  find: () =>
    fetchIntoCache(async (downloadDir) => {
      const { MongoBinary } = await loadMemoryServer();
      return MongoBinary.getPath({ downloadDir });
    }),
};
