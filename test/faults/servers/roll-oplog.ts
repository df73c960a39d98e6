import { MongoClient, type Timestamp } from 'mongodb';
import { until } from '../../support/until.js';

const limitMs = 60_000;
const batch = Array.from({ length: 16 }, () => ({ filling: 'x'.repeat(64 * 1_024) }));

/** Lets so much happen on a server that it remembers nothing any more of what has happened until now. */
export async function rollOplog(uri: string): Promise<void> {
  const client = await MongoClient.connect(uri);
  try {
    const filler = client.db('faults_filler').collection('filler');
    const oplog = client.db('local').collection<{ readonly ts: Timestamp }>('oplog.rs');
    const end = async (direction: -1 | 1) => (await oplog.find().sort({ $natural: direction }).limit(1).next())?.ts;
    const now = await end(-1);
    if (now === undefined) throw new Error('The server has no oplog.');
    await until(async () => {
      await filler.insertMany(batch.map((document) => ({ ...document })));
      return (await end(1))?.greaterThan(now) === true;
    }, limitMs);
    await filler.drop();
  } finally {
    await client.close();
  }
}
