import { describeCheckpointStoreContract } from '../../src/testing/contracts/checkpoint-store-contract.js';
import { describeEventStoreContract } from '../../src/testing/contracts/event-store-contract.js';
import { describeReadModelStoreContract } from '../../src/testing/contracts/read-model-store-contract.js';
import { describeSnapshotStoreContract } from '../../src/testing/contracts/snapshot-store-contract.js';
import { mongodb, MongoEventStore } from '../../src/mongodb.js';
import { testDatabase } from '../support/mongo.js';

const provider = testDatabase();

describeEventStoreContract('the MongoDB event store', async () => {
  const store = await MongoEventStore.connect(provider);
  return { store, close: () => store.close() };
});

describeCheckpointStoreContract('the MongoDB checkpoint store', async () => {
  const storage = await mongodb(provider).open();
  return { store: storage.checkpoints, close: () => storage.close() };
});

describeReadModelStoreContract('the MongoDB read model store', async () => {
  const storage = await mongodb(provider).open();
  return { store: storage.readModels, close: () => storage.close() };
});

describeSnapshotStoreContract('the MongoDB snapshot store', async () => {
  const storage = await mongodb(provider).open();
  return { store: storage.snapshots, close: () => storage.close() };
});
