import { MongoClient } from 'mongodb';
import { MongoEventStore } from '../../src/mongodb.js';
import { testDatabase } from '../support/mongo.js';
import { until } from '../support/until.js';

describe('a store whose database is dropped under it', () => {
  const { uri, database } = testDatabase();

  it('tells its listeners of what is appended afterwards', async () => {
    const store = await MongoEventStore.connect({ uri, database });
    const client = await MongoClient.connect(uri);
    let calls = 0;
    store.onAppend(() => calls++);
    await store.appendToStream('a', [{ type: 'x' }]);
    await until(() => calls > 0);
    await client.db(database).dropDatabase();
    await client.close();
    const other = await MongoEventStore.connect({ uri, database });
    const before = calls;
    await other.appendToStream('a', [{ type: 'x' }]);
    await until(() => calls > before);
    await other.close();
    await store.close();
  });
});
