import { MongoClient, MongoServerError, type Collection } from 'mongodb';
import type { BenchData, BenchEvent, BenchStore, StorePlace } from './bench-store.js';

interface RawDocument {
  streamId: string;
  position?: number;
  type: string;
  data: BenchData;
  at: Date;
}

/**
 * The driver alone, with majority writes: a document per event, inserted and nothing checked.
 *
 * It has an index by stream and position only where a workload reads streams or checks versions: the plain insert shall
 * be as fast as it can be.
 */
export class RawStore implements BenchStore {
  readonly #client: MongoClient;
  readonly #events: Collection<RawDocument>;
  readonly #versions: Map<string, number> | undefined;

  private constructor(client: MongoClient, database: string, indexed: boolean) {
    this.#client = client;
    this.#events = client.db(database).collection('raw_events', {
      writeConcern: { w: 'majority' },
      readConcern: { level: 'majority' },
    });
    this.#versions = indexed ? new Map() : undefined;
  }

  static async open({ uri, database }: StorePlace, indexed: boolean): Promise<RawStore> {
    const client = await MongoClient.connect(uri);
    const store = new RawStore(client, database, indexed);
    if (indexed) await store.#events.createIndex({ streamId: 1, position: 1 }, { unique: true }, {});
    return store;
  }

  append(streamId: string, events: readonly BenchEvent[]): Promise<unknown> {
    const documents = events.map((event) => this.#document(streamId, event));
    const [first] = documents;
    return documents.length === 1 && first ? this.#events.insertOne(first) : this.#events.insertMany(documents);
  }

  async version(streamId: string): Promise<number> {
    const last = await this.#events.findOne({ streamId }, { sort: { position: -1 }, projection: { position: 1 } });
    return last?.position ?? -1;
  }

  async appendAt(streamId: string, version: number, { type, data }: BenchEvent): Promise<boolean> {
    try {
      await this.#events.insertOne({ streamId, position: version + 1, type, data, at: new Date() });
      return true;
    } catch (error) {
      if (error instanceof MongoServerError && error.code === 11_000) return false;
      throw error;
    }
  }

  async read(streamId: string): Promise<number> {
    return (await this.#events.find({ streamId }).sort({ position: 1 }).toArray()).length;
  }

  async *readLog(): AsyncGenerator<BenchData> {
    for await (const { data } of this.#events.find().sort({ _id: 1 })) yield data;
  }

  async subscribe(listener: (data: BenchData) => void): Promise<() => Promise<void>> {
    const changes = this.#events.watch<RawDocument>([{ $match: { operationType: 'insert' } }]);
    await changes.tryNext(); // from now on it is open
    const follow = async () => {
      for await (const change of changes) if (change.operationType === 'insert') listener(change.fullDocument.data);
    };
    const following = follow().catch(() => undefined); // closing it ends the iteration, with an error or without
    return async () => {
      await changes.close();
      await following;
    };
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  #document(streamId: string, { type, data }: BenchEvent): RawDocument {
    const document = { streamId, type, data, at: new Date() };
    if (this.#versions === undefined) return document;
    const position = (this.#versions.get(streamId) ?? -1) + 1;
    this.#versions.set(streamId, position);
    return { ...document, position };
  }
}
