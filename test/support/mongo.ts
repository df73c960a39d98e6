import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';

/**
 * A database of the running test file's own, on the server of the whole run, dropped after the file's last test.
 *
 * Close what uses it in `afterEach` or in the `afterAll` of a `describe`: Jest runs the `afterAll`s of one level in the
 * order in which they were registered, so the database would be dropped first.
 */
export function testDatabase(): { uri: string; database: string } {
  const uri = process.env.ANNALS_TEST_MONGODB_URI;
  if (!uri) throw new Error('ANNALS_TEST_MONGODB_URI is not set: run this test through jest.config.ts');
  const database = `annals_test_${randomUUID().replaceAll('-', '')}`;
  afterAll(async () => {
    const client = await MongoClient.connect(uri);
    try {
      await client.db(database).dropDatabase();
    } finally {
      await client.close();
    }
  });
  return { uri, database };
}
