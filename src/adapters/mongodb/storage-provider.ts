import type { StorageProvider } from '../../storage/storage.js';
import { translated } from './connection/driver-error.js';
import { MongoConnection, type MongoOptions } from './connection/mongo-connection.js';
import { MongoEventStore } from './mongo-event-store.js';
import { MongoProcessStore } from './mongo-process-store.js';
import { MongoReadModelStore } from './mongo-read-model-store.js';
import { MongoSnapshotStore } from './mongo-snapshot-store.js';
import { MongoSubscriptionStore } from './mongo-subscription-store.js';
import { MongoWebhookStore } from './mongo-webhook-store.js';

/**
 * Keeps everything in one database of a MongoDB replica set, on one client.
 *
 * @example
 * ```ts
 * const app = await createApplication({ components: [accounts], store: mongodb({ uri: 'mongodb://db.example/?replicaSet=rs0' }) });
 * ```
 */
export function mongodb(options: MongoOptions): StorageProvider {
  return {
    open: async () => {
      const connection = await MongoConnection.open(options);
      try {
        const { database } = connection;
        const eventStore = await MongoEventStore.open(connection);
        return {
          eventStore,
          snapshots: new MongoSnapshotStore(database),
          readModels: new MongoReadModelStore(database),
          subscriptions: new MongoSubscriptionStore(database),
          processes: new MongoProcessStore(database),
          webhooks: new MongoWebhookStore(database),
          close: () =>
            translated(async () => {
              await eventStore.close();
              await connection.close();
            }),
        };
      } catch (error) {
        await connection.close();
        throw error;
      }
    },
  };
}
