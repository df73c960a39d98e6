import { setTimeout as wait } from 'node:timers/promises';
import { type Db, type Document, MongoClient, MongoNetworkError, MongoServerError } from 'mongodb';
import { EmbeddedMongoStartError } from './embedded-mongo-start-error.js';

/** The server's error code NotYetInitialized. */
const notYetInitialized = 94;
/** The server's error code AlreadyInitialized. */
const alreadyInitialized = 23;
const primaryTimeout = 60_000;
const attempts = 10;

/**
 * Makes the mongod on the port the primary of a replica set of one, whatever its data folder says of earlier ports.
 *
 * @throws {@link EmbeddedMongoStartError} where it does not become writable within a minute
 */
export async function becomePrimary(name: string, port: number): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const client = new MongoClient(`mongodb://${host}/`, { directConnection: true, serverSelectionTimeoutMS: 10_000 });
  try {
    await throughClosedConnections(() => configure(client.db('admin'), name, host));
  } catch (error) {
    if (error instanceof EmbeddedMongoStartError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedMongoStartError(
      `The embedded MongoDB on ${host} does not become a replica set: ${reason}. ` +
        'A data folder of another replica set cannot be taken over; start with another dataDirectory.',
      { cause: error },
    );
  } finally {
    await client.close();
  }
}

/** Safe to repeat. */
async function configure(admin: Db, name: string, host: string): Promise<void> {
  const config = (await storedConfig(admin)) ?? (await initiate(admin, name, host));
  if (config !== undefined && hostOf(config) !== host) {
    await admin.command({ replSetReconfig: movedTo(host, config), force: true });
  }
  await untilWritable(admin);
}

/** A mongod closes its connections when its place in the set changes, as it does over a folder from another port. */
async function throughClosedConnections(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof MongoNetworkError) || attempt === attempts) throw error;
      await wait(100);
    }
  }
}

/**
 * Makes a new folder a replica set. A mongod that has only just begun says of an older one, too, that there is none yet.
 *
 * @returns the stored configuration where there was one after all
 */
async function initiate(admin: Db, name: string, host: string): Promise<Document | undefined> {
  try {
    await admin.command({ replSetInitiate: { _id: name, members: [{ _id: 0, host }] } });
    return undefined;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === alreadyInitialized) return storedConfig(admin);
    throw error;
  }
}

async function storedConfig(admin: Db): Promise<Document | undefined> {
  try {
    const answer: Document = await admin.command({ replSetGetConfig: 1 });
    return answer.config as Document;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === notYetInitialized) return undefined;
    throw error;
  }
}

function hostOf(config: Document): unknown {
  const members = config.members as Document[];
  return members.length === 1 ? members[0]?.host : undefined;
}

/** The stored configuration with this node as its only member. A forced one carries no term. */
function movedTo(host: string, { term: _term, ...config }: Document): Document {
  const [first] = config.members as Document[];
  return { ...config, version: Number(config.version) + 1, members: [{ ...first, host }] };
}

async function untilWritable(admin: Db): Promise<void> {
  const deadline = Date.now() + primaryTimeout;
  while ((await admin.command({ hello: 1 })).isWritablePrimary !== true) {
    if (Date.now() > deadline) {
      throw new EmbeddedMongoStartError(
        `The embedded MongoDB is not writable after ${primaryTimeout / 1000} s. Start it again; ` +
          'if that does not help, start with another dataDirectory.',
        { retryable: true },
      );
    }
    await wait(25);
  }
}
