import { ConfigurationError } from '../../../errors/index.js';
import { isServerError, translated } from '../connection/driver-error.js';
import { MongoConnection, type MongoOptions } from '../connection/mongo-connection.js';
import { logCollections, prepareLog } from '../log/log-collections.js';
import { MongoProcessStore } from '../mongo-process-store.js';
import { SubscriptionCollections } from '../subscriptions/subscription-collections.js';
import { findCollections } from './find-collections.js';

/** What has become of a collection. */
export interface InitialisedCollection {
  readonly name: string;
  readonly state: 'created' | 'there';
  readonly indexes: readonly { readonly name: string; readonly state: 'created' | 'there' }[];
}

const namespaceExistsCode = 48;

/**
 * Creates every collection and index that Annals needs and that is missing, so that an application whose user may create
 * none can start. Safe to repeat, also while applications run.
 *
 * @throws ConfigurationError when an index is there that is defined otherwise; then nothing is created
 * @throws StorageError
 */
export async function initialise(options: MongoOptions): Promise<readonly InitialisedCollection[]> {
  const connection = await MongoConnection.open(options);
  try {
    return await translated(async () => {
      const { database } = connection;
      const found = await findCollections(database);
      for (const { name, indexes } of found) {
        const different = indexes.find(({ state }) => state === 'different');
        if (different !== undefined) throw defined(`${name}.${different.name}`);
      }
      for (const { name } of found.filter(({ isThere }) => !isThere)) {
        await database.createCollection(name).catch((error: unknown) => {
          if (!isServerError(error, namespaceExistsCode)) throw error; // an application was faster
        });
      }
      await prepareLog(logCollections(database));
      await new SubscriptionCollections(database).prepare();
      await new MongoProcessStore(database).prepare();
      return found.map(({ name, isThere, indexes }) => ({
        name,
        state: isThere ? 'there' : 'created',
        indexes: indexes.map((index) => ({ name: index.name, state: index.state === 'there' ? 'there' : 'created' })),
      }));
    });
  } finally {
    await connection.close();
  }
}

function defined(index: string): ConfigurationError {
  return new ConfigurationError(
    'INVALID_DECLARATION',
    `The index ${index} is defined otherwise than Annals needs it; nothing was created. Drop it in mongosh with dropIndex ` +
      `while no application runs, and do this again.`,
  );
}
