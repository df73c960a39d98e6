import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { MongoConnection } from '../../src/adapters/mongodb/connection/mongo-connection.js';
import { transactionOptions } from '../../src/adapters/mongodb/connection/transaction-options.js';
import { MongoClient } from 'mongodb';
import { mongodb, MongoEventStore } from '../../src/mongodb.js';
import { findMongod } from '../../src/embedded/find-mongod.js';
import { freePort } from '../../src/embedded/free-port.js';
import { annalsErrorOf } from '../support/errors.js';
import { testDatabase } from '../support/mongo.js';

const { uri, database } = testDatabase();
const password = 'correct-horse-battery';
const clientOptions = { serverSelectionTimeoutMS: 500 };

/** The error, after a look that neither it nor what is below it shows the password. */
async function connectError(badUri: string) {
  const error = await annalsErrorOf(MongoEventStore.connect({ uri: badUri, database, clientOptions }));
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(password);
  expect(await annalsErrorOf(mongodb({ uri: badUri, database, clientOptions }).open())).toMatchObject({
    code: error.code,
    message: error.message,
  });
  return error;
}

test.each([
  `http://ada:${password}@db.example`,
  `ada:${password}@db.example`,
  `mongodb://ada:${password}@`,
  `mongodb://ada:${password}:x@db.example:port`,
  `mongodb://ada:%zz${password}@db.example/x`,
  `mongodb://ada:${password}@db.example/?w=2&${password}=1`,
  `mongodb://ada:${password}@db.example/?tls=${password}`,
  `mongodb://ada:${password}@db.example/%zz`,
  `mongodb+srv://ada:${password}@db.example:27017`,
  '',
  'mongodb://',
])('the malformed connection string %p is refused', async (malformed) => {
  expect(await connectError(malformed)).toMatchObject({ code: 'INVALID_CONNECTION_STRING', retryable: false });
});

test('what is no string is no connection string', async () => {
  for (const value of [undefined, null, 5, {}]) {
    const connecting = MongoEventStore.connect({ uri: value as string });
    expect(await annalsErrorOf(connecting)).toMatchObject({ code: 'INVALID_CONNECTION_STRING' });
  }
});

test('a server that is away is named, and may be tried again', async () => {
  const port = await freePort();
  const error = await connectError(`mongodb://ada:${password}@127.0.0.1:${port}/?replicaSet=rs0`);
  expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  expect(error.message).toContain(`127.0.0.1:${port}`);
});

test('a host that does not exist is away', async () => {
  expect(await connectError(`mongodb+srv://ada:${password}@db.cluster.invalid`)).toMatchObject({
    code: 'STORE_UNAVAILABLE',
  });
});

test('a wrong password is refused', async () => {
  const error = await connectError(uri.replace('://', `://ada:${password}@`));
  expect(error).toMatchObject({ code: 'STORE_ACCESS_DENIED', retryable: false });
  expect(error.message).toContain(new URL(uri).host);
});

test.each(['', 'a/b', 'a.b', 'a b', 'a$b', 'x'.repeat(64)])('%p is no name of a database', async (name) => {
  const connecting = MongoEventStore.connect({ uri, database: name });
  expect(await annalsErrorOf(connecting)).toMatchObject({ code: 'INVALID_OPTION' });
});

test('a replica set of another name is refused', async () => {
  const error = await connectError(uri.replace(/replicaSet=\w+/, 'replicaSet=another'));
  expect(error).toMatchObject({ code: 'STORE_NOT_REPLICA_SET' });
});

test('the connection string cannot weaken the promises', async () => {
  const weak = `${uri}&w=0&readPreference=secondary&readConcernLevel=available&retryWrites=false`;
  const store = await MongoEventStore.connect({ uri: weak, database, clientOptions: { promoteLongs: false } });
  const { globalPosition } = await store.appendToStream('weak', [{ type: 'order.placed' }]);
  expect(await store.headPosition()).toBe(globalPosition);
  expect(await store.readStream('weak')).toMatchObject([{ globalPosition }]);
  await store.close();
});

test('the database is the one that the connection string names, else annals', async () => {
  const named = await mongodb({ uri: uri.replace('/?', `/${database}?`) }).open();
  await named.eventStore.appendToStream('named', [{ type: 'order.placed' }]);
  await named.close();
  const client = await MongoClient.connect(uri);
  expect(await client.db(database).collection('events').countDocuments({ streamId: 'named' })).toBe(1);
  await client.close();
});

describe('a mongod that runs alone', () => {
  let folder: string;
  let port: number;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const mongod = await findMongod(() => undefined);
    folder = await mkdtemp(join(tmpdir(), 'annals-test-'));
    port = await freePort();
    const settings = ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'];
    const child = spawn(mongod.path, settings, { stdio: 'ignore' });
    stop = async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    };
    const client = new MongoClient(`mongodb://127.0.0.1:${port}`, { serverSelectionTimeoutMS: 20_000 });
    await client.connect();
    await client.close();
  });

  afterAll(() => stop());

  test('is refused with the way to a replica set', async () => {
    const error = await connectError(`mongodb://127.0.0.1:${port}`);
    expect(error).toMatchObject({ code: 'STORE_NOT_REPLICA_SET', retryable: false });
    expect(error.message).toContain('--replSet rs0');
    expect(error.message).toContain('rs.initiate()');
  });

  test('is refused by a connection string that names a replica set', async () => {
    const error = await connectError(`mongodb://127.0.0.1:${port}/?replicaSet=rs0`);
    expect(error).toMatchObject({ code: 'STORE_NOT_REPLICA_SET' });
  });
});

test('two clients of a process share nothing that the driver writes into', async () => {
  const [one, two] = await Promise.all([1, 2].map(() => MongoConnection.open({ uri, database })));
  await one!.client.withSession({ causalConsistency: true }, async (session) => {
    await one!.database.collection('any').findOne({}, { session });
    await one!.database.collection('any').findOne({}, { session });
    await session.withTransaction(() => one!.database.collection('any').findOne({}, { session }), transactionOptions);
  });
  expect(one!.database.readConcern).not.toBe(two!.database.readConcern);
  expect(two!.database.readConcern).toEqual({ level: 'majority' });
  expect(transactionOptions.readConcern).toEqual({ level: 'majority' });
  await Promise.all([one!.close(), two!.close()]);
});
