import { MongoClient } from 'mongodb';
import { createApplication, type Application, type EventStore, type RecordedEvent } from '../../../src/index.js';
import { mongodb, MongoReadModelStore } from '../../../src/mongodb.js';
import { tallies, type Tally } from './parcels.js';

/** How far the processes have come; each has done everything up to its position. */
export interface Positions {
  readonly head: number;
  readonly subscriber: number;
  readonly processManager: number;
  readonly projection: number;
}

/** Looks at the reactions of other processes, and takes no part in them. */
export class Overview {
  private constructor(
    private readonly application: Application,
    private readonly client: MongoClient,
    private readonly database: string,
  ) {}

  static async open(uri: string, database: string): Promise<Overview> {
    const client = await MongoClient.connect(uri);
    return new Overview(
      await createApplication({ components: [], store: mongodb({ uri, database }) }),
      client,
      database,
    );
  }

  get eventStore(): EventStore {
    return this.application.eventStore;
  }

  async positions(): Promise<Positions> {
    const [{ head, subscriptions }, projection] = await Promise.all([
      this.application.status(),
      this.#readModel().position(),
    ]);
    const positionOf = (kind: string) => subscriptions.find((one) => one.kind === kind)?.position ?? -1;
    return { head, subscriber: positionOf('subscriber'), processManager: positionOf('process-manager'), projection };
  }

  /** Whether all have done everything up to a position. @returns false also when it cannot be told */
  async hasReached(position: number): Promise<boolean> {
    try {
      const { subscriber, processManager, projection } = await this.positions();
      return Math.min(subscriber, processManager, projection) >= position;
    } catch {
      return false;
    }
  }

  /** The last position when all is quiet enough to tell. */
  async head(): Promise<number> {
    return this.application.eventStore.headPosition();
  }

  async notices(): Promise<number> {
    return this.client.db(this.database).collection('events').countDocuments({ 'events.type': 'notice.given' });
  }

  async events(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of this.application.eventStore.readAll()) events.push(event);
    return events;
  }

  async tallies(): Promise<ReadonlyMap<string, number>> {
    const streams = [...new Set((await this.events()).map(({ streamId }) => streamId))];
    const documents = await this.#readModel().getMany(streams);
    return new Map([...documents].map(([streamId, document]) => [streamId, (document as Tally).count]));
  }

  async deadLetters(): Promise<readonly string[]> {
    const letters = await this.application.deadLetters.list();
    return letters.map((letter) => JSON.stringify(letter));
  }

  async close(): Promise<void> {
    await this.application.close();
    await this.client.close();
  }

  #readModel() {
    return new MongoReadModelStore(this.client.db(this.database)).live(tallies);
  }
}
