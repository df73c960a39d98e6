import { MongoClient, ReadConcern, type Db, type DbOptions, type MongoClientOptions } from 'mongodb';
import { describeValue, InvalidArgumentError } from '../../../errors/index.js';
import { checkServer } from './check-server.js';
import { connectError, invalidConnectionString } from './connect-error.js';

/** Where the data lies. */
export interface MongoOptions {
  /** The connection string of a replica set (or a sharded cluster). */
  readonly uri: string;
  /** The database; by default the one that the connection string names, else `annals`. */
  readonly database?: string;
  /** Options for the driver's client, beside those of the connection string. */
  readonly clientOptions?: MongoClientOptions;
}

const defaultDatabase = 'annals';

/** The driver gives up the search for a server after this many milliseconds. */
const serverSelectionTimeoutMs = 10_000;

/**
 * Said on every handle: a connection string must not weaken the promises, nor change how values come back. New for each
 * client, for the driver (7.9) writes into the read concern which moment of its deployment is to be waited for.
 */
const newHandleOptions = () =>
  ({
    readConcern: new ReadConcern('majority'),
    readPreference: 'primary',
    writeConcern: { w: 'majority' },
    ignoreUndefined: true,
    promoteLongs: true,
    promoteValues: true,
    promoteBuffers: false,
    useBigInt64: false,
    bsonRegExp: false,
    raw: false,
    // The driver looks up names in it: in one that inherits, an array called 'valueOf' would come back as bytes.
    fieldsAsRaw: Object.create(null) as Record<string, never>,
    serializeFunctions: false,
  }) satisfies DbOptions;

/** A client and the database on it that belongs to Annals. */
export class MongoConnection {
  private constructor(
    readonly client: MongoClient,
    readonly database: Db,
  ) {}

  /** Connects, and makes sure that the server can keep the promises. @throws StorageError, InvalidArgumentError */
  static async open(options: MongoOptions): Promise<MongoConnection> {
    const client = createClient(options);
    const name = databaseName(options);
    const hosts = client.options.srvHost ?? client.options.hosts.map(String).join(', ');
    try {
      await client.connect();
      const database = client.db(name, newHandleOptions());
      await checkServer(database, hosts);
      return new MongoConnection(client, database);
    } catch (error) {
      await client.close().catch(() => undefined);
      throw connectError(error, hosts);
    }
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}

function createClient({ uri, clientOptions }: MongoOptions): MongoClient {
  if (typeof uri !== 'string') throw invalidConnectionString(`it is ${describeValue(uri)}`);
  if (!/^mongodb(\+srv)?:\/\//.test(uri)) {
    throw invalidConnectionString(`it does not begin with 'mongodb://' or 'mongodb+srv://'`);
  }
  try {
    return new MongoClient(uri, {
      serverSelectionTimeoutMS: serverSelectionTimeoutMs,
      connectTimeoutMS: serverSelectionTimeoutMs,
      appName: 'annals',
      ...clientOptions,
      ...newHandleOptions(),
    });
  } catch {
    throw invalidConnectionString('its host, its options or its escapes are malformed');
  }
}

/** @throws InvalidArgumentError */
function databaseName({ uri, database = namedIn(uri) ?? defaultDatabase }: MongoOptions): string {
  if (isDatabaseName(database)) return database;
  throw new InvalidArgumentError(
    'INVALID_OPTION',
    `The option database is ${describeValue(database)}; give ${databaseNameRule}`,
  );
}

/** What MongoDB takes on every platform for the name of a database, in words. */
export const databaseNameRule = `1 to 63 characters without any of /\\. "$*<>:|?`;

export function isDatabaseName(name: unknown): name is string {
  return typeof name === 'string' && /^[^/\\. "$*<>:|?\0]{1,63}$/.test(name);
}

/** The driver itself takes `test` where the connection string names no database. */
function namedIn(uri: string): string | undefined {
  const path = /^[^/]*\/\/[^/?]*\/([^?]+)/.exec(uri)?.[1];
  return path === undefined ? undefined : decodeURIComponent(path);
}
