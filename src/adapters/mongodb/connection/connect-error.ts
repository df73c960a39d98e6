import {
  MongoAPIError,
  MongoCompatibilityError,
  MongoError,
  MongoMissingDependencyError,
  MongoParseError,
  MongoServerSelectionError,
} from 'mongodb';
import { AnnalsError, StorageError } from '../../../errors/index.js';
import { isServerError, toAnnalsError } from './driver-error.js';

const replicaSetRemedy =
  'Annals needs a replica set, and one node is enough: start mongod with --replSet rs0, run rs.initiate() once in ' +
  'mongosh, and connect with ?replicaSet=rs0.';

/** A connection string that cannot be used. The driver's own words are left out: they may repeat a password. */
export function invalidConnectionString(reason: string): StorageError {
  return new StorageError(
    'INVALID_CONNECTION_STRING',
    `The MongoDB connection string cannot be used: ${reason}. Give one like ` +
      `mongodb://HOST:27017/?replicaSet=rs0, with special characters of user and password percent-encoded.`,
  );
}

/** Says why no connection came about. */
export function connectError(error: unknown, hosts: string): AnnalsError {
  if (AnnalsError.is(error)) return error;
  if (error instanceof MongoServerSelectionError) return selectionError(error, hosts);
  if (isServerError(error, 13, 18, 8000)) {
    return new StorageError(
      'STORE_ACCESS_DENIED',
      `MongoDB at ${hosts} refused access. Check the user, the password and authSource of the connection string, ` +
        `and that the user may read and write the database.`,
      { cause: error },
    );
  }
  // Found out when the driver looks up the hosts of a `mongodb+srv://` string.
  if (error instanceof MongoAPIError || error instanceof MongoParseError) {
    if (!(error instanceof MongoCompatibilityError) && !(error instanceof MongoMissingDependencyError)) {
      return invalidConnectionString('its host or its options are malformed');
    }
  }
  if (error instanceof MongoError) return toAnnalsError(error);
  return new StorageError(
    'STORE_UNAVAILABLE',
    `MongoDB at ${hosts} cannot be reached: ${error instanceof Error ? error.message : String(error)}. ` +
      `Check the host names and that the server runs.`,
    { cause: error, retryable: true },
  );
}

function selectionError(error: MongoServerSelectionError, hosts: string): StorageError {
  const topology = error.reason;
  const servers = topology === undefined ? [] : [...topology.servers.values()];
  if (servers.some(({ type }) => type === 'RSGhost')) {
    return notReplicaSet(`The mongod at ${hosts} belongs to a replica set that is not initiated.`, error);
  }
  // The driver forgets the hosts that it reaches and that do not belong to the replica set of the connection string.
  if (topology?.type === 'ReplicaSetNoPrimary' && servers.length === 0) {
    return notReplicaSet(
      `No mongod at ${hosts} belongs to the replica set '${topology.setName ?? ''}' of the connection string.`,
      error,
    );
  }
  return new StorageError(
    'STORE_UNAVAILABLE',
    `MongoDB at ${hosts} cannot be reached, or has no primary: ${error.message}. ` +
      `Check the address, that the server runs, and that nothing blocks the way.`,
    { cause: error, retryable: true },
  );
}

export function notReplicaSet(what: string, cause?: unknown): StorageError {
  return new StorageError('STORE_NOT_REPLICA_SET', `${what} ${replicaSetRemedy}`, { cause });
}
