import { createApplication, StreamVersionConflictError, type Application } from 'annals';
import { mongodb, MongoEventStore } from 'annals/mongodb';
import { Count, Counter } from '../domain/counter.js';
import { benchEvent, type BenchData, type BenchEvent, type BenchStore, type StorePlace } from './bench-store.js';

/** Annals: its event store, and an application on it when a command comes. */
export class AnnalsStore implements BenchStore {
  #application: Promise<Application> | undefined;

  private constructor(
    readonly place: StorePlace,
    readonly events: MongoEventStore,
  ) {}

  static async open(place: StorePlace): Promise<AnnalsStore> {
    return new AnnalsStore(place, await MongoEventStore.connect(place));
  }

  append(streamId: string, events: readonly BenchEvent[]): Promise<unknown> {
    return this.events.appendToStream(streamId, events);
  }

  async version(streamId: string): Promise<number> {
    return (await this.events.streamInfo(streamId))?.streamVersion ?? -1;
  }

  async appendAt(streamId: string, version: number, event: BenchEvent): Promise<boolean> {
    const expectedStreamVersion = version === -1 ? 'no_stream' : version;
    try {
      await this.events.appendToStream(streamId, [event], { expectedStreamVersion });
      return true;
    } catch (error) {
      if (error instanceof StreamVersionConflictError) return false;
      throw error;
    }
  }

  async read(streamId: string): Promise<number> {
    return (await this.events.readStream(streamId)).length;
  }

  async *readLog(): AsyncGenerator<BenchData> {
    for await (const { data } of this.events.readAll()) yield data as unknown as BenchData;
  }

  async subscribe(listener: (data: BenchData) => void): Promise<() => Promise<void>> {
    let after = await this.events.headPosition();
    let ended = false;
    const isEnded = () => ended; // a call, for it changes while the loop awaits
    let wake = (): void => undefined;
    const unsubscribe = this.events.onAppend(() => wake());
    const follow = async () => {
      while (!isEnded()) {
        const woken = new Promise<void>((resolve) => (wake = resolve));
        for await (const { data, globalPosition } of this.events.readAll({ after })) {
          after = globalPosition;
          listener(data as unknown as BenchData);
        }
        if (!isEnded()) await woken;
      }
    };
    const following = follow();
    return async () => {
      ended = true;
      wake();
      await following;
      unsubscribe();
    };
  }

  async command(streamId: string): Promise<unknown> {
    this.#application ??= openApplication(this.place);
    const { commands } = await this.#application;
    return count(commands, streamId);
  }

  async close(): Promise<void> {
    await (await this.#application)?.close();
    await this.events.close();
  }
}

/** An application with nothing in its caches. */
export function openApplication(place: StorePlace): Promise<Application> {
  // 32 writers on one stream meet more often than the usual number of attempts allows.
  return createApplication({ components: [Counter], store: mongodb(place), retry: { attempts: 1_000 } });
}

/** Dispatches the command that appends one event to the counter whose stream this is. */
export function count(commands: Application['commands'], streamId: string): Promise<unknown> {
  return commands.dispatch(Count, { counterId: streamId.slice('counter-'.length), ...benchEvent(0).data });
}
