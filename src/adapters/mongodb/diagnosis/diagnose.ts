import { ReadConcern, type Document } from 'mongodb';
import { translated } from '../connection/driver-error.js';
import { MongoConnection, type MongoOptions } from '../connection/mongo-connection.js';
import { checked, ok, type Check } from './check.js';
import { checkClock, measureClock, type ClockDifference } from './clock-check.js';
import { checkCollections, checkIndexes } from './collection-checks.js';
import { findCollections, type FoundCollection } from './find-collections.js';
import { checkMembers, checkOplog, checkTransactions, checkWriteConcern, findMembers } from './server-checks.js';

/** How a database is. */
export interface Diagnosis {
  readonly versions: { readonly server: string; readonly driver: string; readonly node: string };
  readonly database: string;
  /** Whether a log is there, with all indexes that it needs. */
  readonly hasLog: boolean;
  readonly clock: ClockDifference;
  readonly collections: readonly FoundCollection[];
  readonly checks: readonly Check[];
}

/**
 * Looks at a database and its server, and changes nothing.
 *
 * @throws StorageError when there is no way to it, or it is no replica set
 * @throws InvalidArgumentError when the name of the database is none
 */
export async function diagnose(options: MongoOptions): Promise<Diagnosis> {
  const connection = await MongoConnection.open(options);
  try {
    return await translated(() => look(connection));
  } finally {
    await connection.close();
  }
}

async function look(connection: MongoConnection): Promise<Diagnosis> {
  const { database, client } = connection;
  const { version }: Document = await client.db('admin').command({ buildInfo: 1 });
  const versions = {
    server: String(version),
    driver: await driverVersion(connection),
    node: process.versions.node,
  };
  const collections = await findCollections(database);
  const clock = await measureClock(database);
  const checks = [
    ok('versions', `MongoDB ${versions.server}, driver ${versions.driver}, Node ${versions.node}`),
    await checked('replica set', 'clusterMonitor', async () => checkMembers(await findMembers(database))),
    await checkWriteConcern(database),
    await checkTransactions(database),
    checkCollections(database.databaseName, collections),
    checkIndexes(collections),
    checkClock(clock),
    await checkOplog(database),
  ];
  const [log] = collections;
  const hasLog = log?.isThere === true && log.indexes.every(({ state }) => state === 'there');
  return { versions, database: database.databaseName, hasLog, clock, collections, checks };
}

/** As the server was told: the driver itself names it nowhere. */
async function driverVersion({ client }: MongoConnection): Promise<string> {
  const operations = client
    .db('admin', { readConcern: new ReadConcern('local') })
    .aggregate([
      { $currentOp: { allUsers: false, localOps: true } },
      { $match: { 'clientMetadata.driver': { $exists: true }, 'clientMetadata.application.name': 'annals' } },
    ]);
  try {
    const own = await operations.next();
    const { driver } = (own?.['clientMetadata'] ?? {}) as { driver?: { version: string } };
    return driver?.version ?? 'unknown';
  } finally {
    await operations.close();
  }
}
