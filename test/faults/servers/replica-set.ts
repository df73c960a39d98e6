import { MongoClient, type Document } from 'mongodb';
import { until } from '../../support/until.js';
import { Mongod, replicaSet } from './mongod.js';

const limitMs = 60_000;

/** A replica set of mongods on this machine that fails over within about a second. */
export class ReplicaSet {
  private constructor(readonly nodes: readonly Mongod[]) {}

  static async start(size: number, oplogMegabytes?: number): Promise<ReplicaSet> {
    const set = new ReplicaSet(await Promise.all(Array.from({ length: size }, () => Mongod.start(oplogMegabytes))));
    const members = set.nodes.map(({ host }, _id) => ({ _id, host }));
    const settings = { electionTimeoutMillis: 1_000, heartbeatIntervalMillis: 300, heartbeatTimeoutSecs: 1 };
    try {
      await until(async () => (await set.#greet()).every((reply) => reply !== undefined), limitMs);
      await command(set.nodes[0], { replSetInitiate: { _id: replicaSet, members, settings } });
      await set.whole();
      return set;
    } catch (error) {
      await set.stop();
      throw error;
    }
  }

  get uri(): string {
    return `mongodb://${this.nodes.map(({ host }) => host).join(',')}/?replicaSet=${replicaSet}`;
  }

  /** Waits until there is one node that takes writes. */
  async primary(): Promise<Mongod> {
    let primary: Mongod | undefined;
    await until(async () => {
      const replies = await this.#greet();
      primary = this.nodes[replies.findIndex((reply) => reply?.isWritablePrimary === true)];
      return primary !== undefined;
    }, limitMs);
    if (primary === undefined) throw new Error('There is no primary.');
    return primary;
  }

  /** Waits until every node takes part, and one takes writes. */
  async whole(): Promise<void> {
    await until(async () => {
      const replies = await this.#greet();
      return replies.every((reply) => reply?.isWritablePrimary === true || reply?.secondary === true);
    }, limitMs);
    await this.primary();
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.remove()));
  }

  #greet(): Promise<readonly (Document | undefined)[]> {
    return Promise.all(this.nodes.map(hello));
  }
}

/** Runs a command on one node, whatever its state. */
export async function command(node: Mongod | undefined, document: Document): Promise<Document> {
  if (node === undefined) throw new Error('There is no such node.');
  const client = new MongoClient(node.uri, { serverSelectionTimeoutMS: 10_000 });
  try {
    return await client.db('admin').command(document);
  } finally {
    await client.close();
  }
}

async function hello(node: Mongod): Promise<Document | undefined> {
  const client = new MongoClient(node.uri, { serverSelectionTimeoutMS: 1_000, socketTimeoutMS: 1_000 });
  try {
    return await client.db('admin').command({ hello: 1 });
  } catch {
    return undefined;
  } finally {
    await client.close();
  }
}
