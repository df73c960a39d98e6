import type { Socket } from 'node:net';
import type { MongoInstance } from 'mongodb-memory-server';
import { DataDirectoryInUseError } from './data-directory-in-use-error.js';
import { EmbeddedMongoStartError } from './embedded-mongo-start-error.js';
import { loadMemoryServer } from './memory-server.js';
import type { MongodBinary } from './mongod-binary.js';
import { MongodLog } from './mongod-log.js';

/** A running mongod. */
export interface MongodProcess {
  readonly pid: number;
  stop(): Promise<void>;
}

/** What a mongod is started with. */
export interface MongodSettings {
  readonly binary: MongodBinary;
  readonly dataDirectory: string;
  readonly port: number;
  readonly replicaSet: string;
}

/** Long enough for the recovery of a large folder whose mongod was killed. */
const launchTimeout = 120_000;

/**
 * Starts a mongod on the loopback interface and waits until it takes connections.
 *
 * It ends with this process: mongodb-memory-server watches over both from outside.
 *
 * @throws {@link DataDirectoryInUseError} where another mongod holds the folder
 * @throws {@link EmbeddedMongoStartError} where it exits instead, with what it said last
 */
export async function startMongod(settings: MongodSettings): Promise<MongodProcess> {
  const instance = await createInstance(settings);
  const log = watchOutput(instance);
  try {
    await instance.start();
  } catch (error) {
    await instance.stop();
    throw explain(error, log, settings);
  }
  const pid = instance.mongodProcess?.pid;
  keepAlive(instance, false);
  if (pid === undefined) throw new EmbeddedMongoStartError('The mongod exited right after it had started.');
  return {
    pid,
    async stop() {
      keepAlive(instance, true); // until it has gone
      await instance.stop();
    },
  };
}

async function createInstance({ binary, dataDirectory, port, replicaSet }: MongodSettings): Promise<MongoInstance> {
  const { MongoInstance } = await loadMemoryServer();
  // --replSet goes through args: where memory-server knows of it, its stop() sends `shutdown` to whoever listens on the
  // port, which after a failed start may be a stranger's mongod.
  const args = ['--replSet', replicaSet, '--setParameter', 'diagnosticDataCollectionEnabled=false'];
  // A lone primary would wait 15 s for a successor.
  args.push('--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100');
  if (process.platform !== 'win32') args.push('--nounixsocket');
  return new MongoInstance({
    instance: { dbPath: dataDirectory, port, ip: '127.0.0.1', storageEngine: 'wiredTiger', launchTimeout, args },
    binary: { systemBinary: binary.path, version: binary.version },
    // In a process group of its own: Ctrl-C must reach the application, which may still have to write.
    spawn: { detached: true },
  });
}

/**
 * Says whether the mongod keeps this process alive. One that nobody uses must not: a test run whose beginning has failed
 * would never end.
 */
function keepAlive({ mongodProcess, killerProcess }: MongoInstance, isKept: boolean): void {
  const pipes = [mongodProcess?.stdout, mongodProcess?.stderr] as (Socket | null | undefined)[];
  for (const part of [mongodProcess, ...pipes, killerProcess?.channel]) {
    if (isKept) part?.ref();
    else part?.unref();
  }
}

/** Hands memory-server whole lines: it parses some as JSON, and throws out of reach when a piece holds several. */
function watchOutput(instance: MongoInstance): MongodLog {
  const log = new MongodLog();
  const handle = instance.stdoutHandler.bind(instance);
  instance.stdoutHandler = (piece: string | Buffer) => {
    for (const line of log.add(piece.toString())) handle(line);
  };
  return log;
}

function explain(error: unknown, log: MongodLog, { binary, dataDirectory, port }: MongodSettings): Error {
  if (log.has('DBPathInUse')) return new DataDirectoryInUseError(dataDirectory, { cause: error });
  const said = log.errors() || (error instanceof Error ? error.message : String(error));
  return new EmbeddedMongoStartError(
    `MongoDB ${binary.version} (${binary.path}) does not start on port ${port} over ${dataDirectory}. ` +
      `Check that the folder can be written and belongs to this version of MongoDB. The mongod said:\n${said}`,
    { cause: error, retryable: log.has('Address already in use') },
  );
}
