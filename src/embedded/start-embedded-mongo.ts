import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDataDirectory } from './data-directory.js';
import { DataDirectoryInUseError } from './data-directory-in-use-error.js';
import { EmbeddedMongo } from './embedded-mongo.js';
import { EmbeddedMongoStartError } from './embedded-mongo-start-error.js';
import { findMongod } from './find-mongod.js';
import { freePort } from './free-port.js';
import { isAlive } from './is-alive.js';
import type { MongodBinary } from './mongod-binary.js';
import { type MongodProcess, type MongodSettings, startMongod } from './mongod-process.js';
import { readRunningMark, removeRunningMark, writeRunningMark } from './running-mark.js';
import { becomePrimary } from './replica-set.js';

/** How {@link startEmbeddedMongo} starts. */
export interface EmbeddedMongoOptions {
  /** A folder to keep the data in, made if need be; without it a temporary one, deleted on stop. */
  readonly dataDirectory?: string;
  /** The port on 127.0.0.1; without it any free one. A kept folder may be served on another port each time. */
  readonly port?: number;
  /** Hears where the mongod comes from and what takes long; without it each line goes to stderr once a process. */
  readonly onMessage?: (line: string) => void;
}

const replicaSet = 'annals';

/** A mongod whose application was killed ends within about 3 s: its folder is worth waiting for. */
const patienceForDataDirectory = 6_000;

let search: Promise<MongodBinary> | undefined;
const written = new Set<string>();

/**
 * Starts a real MongoDB for development, tests and examples: a replica set of one node on the loopback interface.
 *
 * With `MONGODB_URI` in the environment no server is started, and that one is used as it is. Else a mongod is taken
 * from `MONGOMS_SYSTEM_BINARY`, the PATH, the cache (`ANNALS_CACHE_DIRECTORY`, by default `annals` in the user's cache
 * folder), or fetched into that cache. It ends with this process at the latest.
 *
 * @returns when the server takes writes
 * @throws {@link MongodNotFoundError} where no mongod is found or fetched
 * @throws {@link DataDirectoryInUseError} where another mongod holds `dataDirectory`
 * @throws {@link EmbeddedMongoStartError} where the mongod does not come up
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions = {}): Promise<EmbeddedMongo> {
  const onMessage = options.onMessage ?? writeOnce;
  const uri = process.env.MONGODB_URI;
  if (uri) {
    onMessage('MongoDB from MONGODB_URI (no server is started)');
    return new EmbeddedMongo({ uri });
  }
  if (options.dataDirectory !== undefined) await requireFree(resolve(options.dataDirectory));
  const binary = await findOnce(onMessage);
  const data = await openDataDirectory(options.dataDirectory);
  try {
    const settings = { binary, replicaSet, dataDirectory: data.path };
    const mongod = await startOnPort(options.port, (free) => startPatiently({ ...settings, port: free }, onMessage));
    const { pid, port } = mongod;
    const uri = `mongodb://127.0.0.1:${port}/?replicaSet=${replicaSet}`;
    await writeRunningMark(data.path, { pid, uri, owner: process.pid });
    return new EmbeddedMongo({
      uri,
      dataDirectory: data.path,
      pid,
      async stop() {
        await removeRunningMark(data.path);
        await mongod.stop();
        await data.release();
      },
    });
  } catch (error) {
    await data.release();
    throw error;
  }
}

/** Whoever serves the folder and lives will not leave it soon: there is nothing to wait for. */
async function requireFree(dataDirectory: string): Promise<void> {
  const mark = await readRunningMark(dataDirectory);
  if (mark?.owner === undefined || !isAlive(mark.owner)) return;
  throw new DataDirectoryInUseError(dataDirectory, { uri: mark.uri });
}

/** A port that was free may be taken by the time the mongod binds it; then another one is chosen, unless it was given. */
async function startOnPort(
  given: number | undefined,
  start: (port: number) => Promise<MongodProcess>,
): Promise<MongodProcess & { readonly port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(given);
    try {
      return Object.assign(await start(port), { port });
    } catch (error) {
      const mayHelp = given === undefined && error instanceof EmbeddedMongoStartError && error.retryable;
      if (!mayHelp || attempt === 3) throw error;
    }
  }
}

async function startPatiently(settings: MongodSettings, onMessage: (line: string) => void): Promise<MongodProcess> {
  const deadline = Date.now() + patienceForDataDirectory;
  for (let attempt = 1; ; attempt++) {
    try {
      return await startPrimary(settings);
    } catch (error) {
      if (!(error instanceof DataDirectoryInUseError) || Date.now() > deadline) throw error;
      if (attempt === 1) onMessage(`Waiting for another mongod to leave ${settings.dataDirectory} …`);
      await wait(500);
    }
  }
}

async function startPrimary(settings: MongodSettings): Promise<MongodProcess> {
  const mongod = await startMongod(settings);
  try {
    await becomePrimary(settings.replicaSet, settings.port);
    return mongod;
  } catch (error) {
    await mongod.stop();
    throw error;
  }
}

/** One search serves all starts of a process; after a failed one the next start searches anew. */
function findOnce(onMessage: (line: string) => void): Promise<MongodBinary> {
  search ??= findMongod(onMessage).catch((error: unknown) => {
    search = undefined;
    throw error;
  });
  return search;
}

function writeOnce(line: string): void {
  if (written.has(line)) return;
  written.add(line);
  process.stderr.write(`annals: ${line}\n`);
}
