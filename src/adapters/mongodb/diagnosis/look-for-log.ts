import type { Db } from 'mongodb';
import { translated } from '../connection/driver-error.js';
import { MongoConnection, type MongoOptions } from '../connection/mongo-connection.js';
import { logCollections } from '../log/log-collections.js';

/** Where there is a log. */
export interface FoundLog {
  readonly database: string;
  readonly isThere: boolean;
  /** Other databases that have one; none where this one has, or they cannot be listed. */
  readonly elsewhere: readonly string[];
}

/**
 * Looks whether a database has a log, and creates nothing.
 *
 * @throws StorageError when there is no way to it, or it is no replica set
 */
export async function lookForLog(options: MongoOptions): Promise<FoundLog> {
  const connection = await MongoConnection.open(options);
  try {
    const { database, client } = connection;
    return await translated(async () => {
      const isThere = await hasLog(database);
      const elsewhere = isThere ? [] : await databasesWithLog(client.db.bind(client), client.db('admin'));
      return { database: database.databaseName, isThere, elsewhere };
    });
  } finally {
    await connection.close();
  }
}

async function hasLog(database: Db): Promise<boolean> {
  const { commits, positions } = logCollections(database);
  const wanted = [commits.collectionName, positions.collectionName];
  const found = await database.listCollections({ name: { $in: wanted } }, { nameOnly: true }).toArray();
  return found.length === wanted.length;
}

async function databasesWithLog(open: (name: string) => Db, admin: Db): Promise<string[]> {
  try {
    const { databases } = await admin.admin().listDatabases({ nameOnly: true, authorizedDatabases: true });
    const names: string[] = [];
    for (const { name } of databases) if (await hasLog(open(name))) names.push(name);
    return names;
  } catch {
    return []; // this user may not see them
  }
}
