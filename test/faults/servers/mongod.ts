import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMongod } from '../../../src/embedded/find-mongod.js';
import { freePort } from '../../../src/embedded/free-port.js';

export const replicaSet = 'faults';

/**
 * A transaction whose client is dead holds back readers and its streams until the server ends it: by default after a
 * minute, which would be most of a test.
 */
const transactionLifetimeSeconds = 3;

const usualOplogMegabytes = 200;

/** A small oplog shall be forgotten soon: nothing of it is before the next checkpoint, by default once a minute. */
const checkpointSeconds = 1;

/** Kills a process when its input ends: at a word of its parent, or with it, however that dies. */
const guard = 'read _; kill -9 "$1"';

/** A mongod to be killed, frozen and started again over the same data; it ends with this process. */
export class Mongod {
  #child: ChildProcess | undefined;
  #guard: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly binary: string,
    private readonly folder: string,
    readonly port: number,
    private readonly oplogMegabytes: number,
  ) {}

  /** @param oplogMegabytes how much it remembers of what has happened, which is what change streams go on from */
  static async start(oplogMegabytes = usualOplogMegabytes): Promise<Mongod> {
    const { path } = await findMongod(() => undefined);
    const folder = await mkdtemp(join(tmpdir(), 'annals-faults-'));
    const mongod = new Mongod(path, folder, await freePort(), oplogMegabytes);
    mongod.start();
    return mongod;
  }

  get host(): string {
    return `127.0.0.1:${String(this.port)}`;
  }

  /** Reaches this node alone, whatever its state. */
  get uri(): string {
    return `mongodb://${this.host}/?directConnection=true`;
  }

  /** Starts it again; it takes connections a moment later. */
  start(): void {
    const parameters = [
      'diagnosticDataCollectionEnabled=false',
      'enableTestCommands=1',
      `transactionLifetimeLimitSeconds=${String(transactionLifetimeSeconds)}`,
      'shutdownTimeoutMillisForSignaledShutdown=100',
    ];
    const options = ['--replSet', replicaSet, '--bind_ip', '127.0.0.1', '--port', String(this.port), '--nounixsocket'];
    const storage = ['--dbpath', this.folder, '--wiredTigerCacheSizeGB', '0.25'];
    const isSmall = this.oplogMegabytes < usualOplogMegabytes;
    const checkpoints = isSmall ? ['--syncdelay', String(checkpointSeconds)] : [];
    const oplog = ['--oplogSize', String(this.oplogMegabytes), ...checkpoints];
    const args = [
      ...options,
      ...storage,
      ...oplog,
      ...parameters.flatMap((parameter) => ['--setParameter', parameter]),
    ];
    // In a group of its own: Ctrl-C reaches the test, which ends it.
    this.#child = spawn(this.binary, args, { stdio: 'ignore', detached: true });
    this.#ended = once(this.#child, 'exit');
    const guardArgs = ['-c', guard, 'guard', String(this.#child.pid)];
    this.#guard = spawn('sh', guardArgs, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  wake(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Ends it at once, as a power cut does. */
  async kill(): Promise<void> {
    this.#guard?.stdin?.end();
    await this.#ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
