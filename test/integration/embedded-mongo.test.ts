import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Db, MongoClient } from 'mongodb';
import {
  DataDirectoryInUseError,
  type EmbeddedMongo,
  type EmbeddedMongoOptions,
  EmbeddedMongoStartError,
  findEmbeddedMongo,
  startEmbeddedMongo,
} from '../../src/embedded.js';

const silent = (): void => undefined;
const servers: EmbeddedMongo[] = [];
const givenUri = process.env.MONGODB_URI;
let folder: string;

beforeEach(async () => {
  delete process.env.MONGODB_URI;
  folder = await mkdtemp(join(tmpdir(), 'annals-test-'));
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
  if (givenUri !== undefined) process.env.MONGODB_URI = givenUri;
});

async function start(options: EmbeddedMongoOptions = {}): Promise<EmbeddedMongo> {
  const server = await startEmbeddedMongo({ onMessage: silent, ...options });
  servers.push(server);
  return server;
}

async function using<Result>(server: EmbeddedMongo, work: (db: Db) => Promise<Result>): Promise<Result> {
  const client = new MongoClient(server.uri);
  try {
    return await work(client.db('embedded'));
  } finally {
    await client.close();
  }
}

async function kill(server: EmbeddedMongo): Promise<void> {
  process.kill(server.pid!, 'SIGKILL');
  const isAlive = (): boolean => {
    try {
      return process.kill(server.pid!, 0);
    } catch {
      return false;
    }
  };
  while (isAlive()) await wait(10);
}

const insert = (server: EmbeddedMongo, name: string) =>
  using(server, (db) => db.collection('notes').insertOne({ name }, { writeConcern: { w: 'majority', journal: true } }));

const names = (server: EmbeddedMongo): Promise<string[]> =>
  using(server, (db) => db.collection<{ name: string }>('notes').distinct('name'));

test('a kept folder outlives SIGKILL and moves to another port, with transactions', async () => {
  const dataDirectory = join(folder, 'made', 'when-needed');
  const first = await start({ dataDirectory });
  await insert(first, 'before the kill');
  await kill(first);

  const second = await start({ dataDirectory });
  expect(second.uri).not.toBe(first.uri);
  expect(second.dataDirectory).toBe(dataDirectory);
  await using(second, async (db) => {
    await db.client.withSession((session) =>
      session.withTransaction(() => db.collection('notes').insertOne({ name: 'in a transaction' }, { session })),
    );
  });
  await second.stop();

  const third = await start({ dataDirectory });
  expect(await names(third)).toEqual(['before the kill', 'in a transaction']);
});

test('a temporary folder is deleted on stop, and stopping again is nothing', async () => {
  const server = await start();
  expect(existsSync(server.dataDirectory!)).toBe(true);
  await insert(server, 'short-lived');
  await Promise.all([server.stop(), server.stop()]);
  expect(existsSync(server.dataDirectory!)).toBe(false);
});

describe('a data folder that is in use', () => {
  test('is refused at once while the process that serves it lives, with the place to share', async () => {
    const first = await start({ dataDirectory: folder });
    const messages: string[] = [];
    const second = start({ dataDirectory: folder, onMessage: (line) => messages.push(line) });

    await expect(second).rejects.toThrow(DataDirectoryInUseError);
    await expect(second).rejects.toThrow(`serves it at ${first.uri}. To share it, set MONGODB_URI to that.`);
    await expect(second).rejects.toMatchObject({ dataDirectory: folder, uri: first.uri, retryable: true });
    expect(messages).toEqual([]);
    await insert(first, 'undisturbed');
  });

  test('is waited for where nobody says who serves it, and refused in the end', async () => {
    const first = await start({ dataDirectory: folder });
    await rm(join(folder, 'annals-mongod.json'));
    const messages: string[] = [];
    const second = start({ dataDirectory: folder, onMessage: (line) => messages.push(line) });

    await expect(second).rejects.toMatchObject({ code: 'DATA_DIRECTORY_IN_USE', uri: undefined, retryable: true });
    expect(messages).toContain(`Waiting for another mongod to leave ${folder} …`);
    await insert(first, 'undisturbed');
  });

  test('is waited for when the application over it was killed: its mongod soon follows', async () => {
    const script = `import { startEmbeddedMongo } from './src/embedded.ts'; console.log((await startEmbeddedMongo({ dataDirectory: process.argv[1] })).pid); setInterval(() => undefined, 1_000);`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script, folder];
    const killed = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const [said] = (await once(killed.stdout, 'data')) as [Buffer];
    killed.kill('SIGKILL');
    await once(killed, 'close');
    const second = await start({ dataDirectory: folder });
    expect(second.pid).not.toBe(Number(said));
    await insert(second, 'taken over');
  });
});

describe('a port', () => {
  let stranger: Server;
  let port: number;

  beforeEach(async () => {
    stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    port = (stranger.address() as { port: number }).port;
  });

  afterEach(() => new Promise((resolve) => stranger.close(resolve)));

  test('that is taken is refused, and never replaced by another', async () => {
    const refused = start({ port });
    await expect(refused).rejects.toThrow(EmbeddedMongoStartError);
    await expect(refused).rejects.toThrow(`The port ${port} on 127.0.0.1 cannot be used`);
  });

  test.each([-1, 1.5, 65_536, Number.NaN])('%p is none', async (wrong) => {
    await expect(start({ port: wrong })).rejects.toThrow(`The port ${wrong} is none`);
  });
});

test('a folder that cannot be made is a clear error', async () => {
  const blocked = join(process.execPath, 'data');
  await expect(start({ dataDirectory: blocked })).rejects.toThrow(`The data directory ${blocked} cannot be created`);
});

test('MONGODB_URI names a server that is used as it is, and its password is not shown', async () => {
  process.env.MONGODB_URI = 'mongodb://ada:secret@db.example:27017/?replicaSet=rs0';
  const messages: string[] = [];
  const server = await start({ onMessage: (line) => messages.push(line) });
  expect(server).toMatchObject({ uri: process.env.MONGODB_URI, dataDirectory: undefined, pid: undefined });
  expect(messages).toEqual(['MongoDB from MONGODB_URI (no server is started)']);
  await server.stop();
  delete process.env.MONGODB_URI;
});

test('a process that does not stop its server ends all the same', async () => {
  const script = `import { startEmbeddedMongo } from './src/embedded.ts'; console.log((await startEmbeddedMongo()).uri);`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  expect(stdout).toMatch(/^mongodb:/);
});

describe('finding a server that another process runs', () => {
  test('takes the one over the folder, and leaves it running', async () => {
    const dataDirectory = join(folder, 'data');
    expect(await findEmbeddedMongo(dataDirectory)).toBeUndefined();
    const server = await start({ dataDirectory });
    const found = await findEmbeddedMongo(dataDirectory);
    expect(found).toMatchObject({ uri: server.uri, pid: server.pid, dataDirectory });
    await found?.stop();
    await insert(server, 'Ada');
    await server.stop();
    expect(await findEmbeddedMongo(dataDirectory)).toBeUndefined();
  });

  test('finds none where it was killed, or where something else has its number now', async () => {
    const dataDirectory = join(folder, 'data');
    const server = await start({ dataDirectory });
    await kill(server);
    expect(await findEmbeddedMongo(dataDirectory)).toBeUndefined();
    const mark = join(dataDirectory, 'annals-mongod.json');
    await writeFile(mark, JSON.stringify({ pid: process.pid, uri: server.uri }));
    expect(await findEmbeddedMongo(dataDirectory)).toBeUndefined();
  });
});
