/** What {@link EmbeddedMongo} is made of. */
interface EmbeddedMongoParts {
  readonly uri: string;
  readonly dataDirectory?: string;
  readonly pid?: number;
  readonly stop?: () => Promise<void>;
}

/**
 * A MongoDB that runs for as long as its owner needs it, as a replica set of one node on the loopback interface.
 *
 * Made by {@link startEmbeddedMongo}.
 */
export class EmbeddedMongo {
  /** The connection string for the driver; without a database name. */
  readonly uri: string;

  /** The absolute path of the folder that holds the data; undefined where `MONGODB_URI` names a server elsewhere. */
  readonly dataDirectory: string | undefined;

  /** The process id of the mongod; undefined where `MONGODB_URI` names a server elsewhere. */
  readonly pid: number | undefined;

  readonly #stop: () => Promise<void>;
  #stopping: Promise<void> | undefined;

  /** @internal */
  constructor({ uri, dataDirectory, pid, stop = () => Promise.resolve() }: EmbeddedMongoParts) {
    this.uri = uri;
    this.dataDirectory = dataDirectory;
    this.pid = pid;
    this.#stop = stop;
  }

  /**
   * Shuts the mongod down and waits until it has exited; a temporary data folder is deleted, a kept one stays.
   *
   * Further calls return the promise of the first. Does nothing to a server that `MONGODB_URI` names.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }
}
