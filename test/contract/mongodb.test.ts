import { MongoConnection } from '../../src/adapters/mongodb/connection/mongo-connection.js';
import { MongoProcessStore } from '../../src/adapters/mongodb/mongo-process-store.js';
import { MongoWebhookStore } from '../../src/adapters/mongodb/mongo-webhook-store.js';
import { describeEventStoreContract } from '../../src/testing/contracts/event-store-contract.js';
import { describeProcessStoreContract } from '../../src/testing/contracts/process-store-contract.js';
import { describeReadModelStoreContract } from '../../src/testing/contracts/read-model-store-contract.js';
import { describeSnapshotStoreContract } from '../../src/testing/contracts/snapshot-store-contract.js';
import { describeSubscriptionStoreContract } from '../../src/testing/contracts/subscription-store-contract.js';
import { describeWebhookStoreContract } from '../../src/testing/contracts/webhook-store-contract.js';
import { mongodb, MongoEventStore } from '../../src/mongodb.js';
import { testDatabase } from '../support/mongo.js';

const provider = testDatabase();

describeEventStoreContract('the MongoDB event store', async () => {
  const store = await MongoEventStore.connect(provider);
  return { store, close: () => store.close() };
});

describeReadModelStoreContract('the MongoDB read model store', async () => {
  const storage = await mongodb(provider).open();
  return { store: storage.readModels, close: () => storage.close() };
});

describeSnapshotStoreContract('the MongoDB snapshot store', async () => {
  const storage = await mongodb(provider).open();
  return { store: storage.snapshots, close: () => storage.close() };
});

describeSubscriptionStoreContract('the MongoDB subscription store', async () => {
  const storage = await mongodb(provider).open();
  return { store: storage.subscriptions, close: () => storage.close() };
});

describeWebhookStoreContract('the MongoDB webhook store', async () => {
  const connection = await MongoConnection.open(provider);
  return { store: new MongoWebhookStore(connection.database), close: () => connection.close() };
});

describeProcessStoreContract('the MongoDB process store', async () => {
  const connection = await MongoConnection.open(provider);
  const store = new MongoProcessStore(connection.database);
  await store.prepare();
  return { store, close: () => connection.close() };
});
