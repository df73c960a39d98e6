import type { Db } from 'mongodb';
import { StorageError } from '../../../errors/index.js';
import { notReplicaSet } from './connect-error.js';

/** The wire version of MongoDB 5.0. */
const minimumWireVersion = 13;

interface HelloReply {
  readonly setName?: string;
  readonly msg?: string;
  readonly isWritablePrimary?: boolean;
  readonly maxWireVersion?: number;
}

/** Refuses a server that cannot keep the promises of the event store. @throws StorageError */
export async function checkServer(database: Db, hosts: string): Promise<void> {
  const hello: HelloReply = await database.command({ hello: 1 });
  if ((hello.maxWireVersion ?? 0) < minimumWireVersion) {
    throw new StorageError('STORE_FAILED', `The MongoDB at ${hosts} is older than 5.0; Annals needs 5.0 or later.`);
  }
  if (hello.msg === 'isdbgrid') return;
  if (hello.setName === undefined) throw notReplicaSet(`The mongod at ${hosts} runs alone.`);
  if (hello.isWritablePrimary !== true) {
    throw new StorageError(
      'STORE_UNAVAILABLE',
      `The mongod at ${hosts} is not the primary of its replica set, and takes no writes. ` +
        `Name all nodes in the connection string, and leave out directConnection.`,
      { retryable: true },
    );
  }
}
