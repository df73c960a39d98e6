import { benchEvent, type BenchEvent, type BenchStore, type StorePlace } from '../stores/bench-store.js';

/** What the bench uses of emmett's store; its own types are there only where it is installed. */
interface EmmettEventStore {
  appendToStream(
    streamName: string,
    events: readonly BenchEvent[],
    options?: { readonly expectedStreamVersion: bigint | string },
  ): Promise<unknown>;
  readStream(
    streamName: string,
    range?: { readonly from: bigint; readonly to: bigint },
  ): Promise<{
    readonly events: readonly unknown[];
    readonly currentStreamVersion: bigint;
    readonly streamExists: boolean;
  }>;
  close(): Promise<void>;
}

interface EmmettMongoDB {
  getMongoDBEventStore(options: {
    readonly connectionString: string;
    readonly clientOptions: object;
  }): EmmettEventStore;
}

type CommandHandler = (options: {
  readonly initialState: () => number;
  readonly evolve: (total: number, event: BenchEvent) => number;
}) => (
  store: EmmettEventStore,
  streamName: string,
  decide: (total: number) => BenchEvent,
  options: { readonly retry: object },
) => Promise<unknown>;

interface Emmett {
  readonly CommandHandler: CommandHandler;
}

/** The server's code of a duplicate key, and emmett's own of a version conflict. */
const conflictCodes: readonly unknown[] = [11_000, 412];

/** emmett-mongodb: a document per stream, which holds its events in an array. */
export class EmmettStore implements BenchStore {
  readonly #store: EmmettEventStore;
  readonly #handle: ReturnType<CommandHandler>;

  private constructor(store: EmmettEventStore, { CommandHandler }: Emmett) {
    this.#store = store;
    this.#handle = CommandHandler({ initialState: () => 0, evolve: (total, { data }) => total + data.amount });
  }

  static async open({ uri, database }: StorePlace): Promise<EmmettStore> {
    // Not written as literals: the project's own checks run where the peers are not installed.
    const load = (name: string): Promise<unknown> => import(name);
    const { getMongoDBEventStore } = (await load('@event-driven-io/emmett-mongodb')) as EmmettMongoDB;
    const emmett = (await load('@event-driven-io/emmett')) as Emmett;
    const connectionString = uri.replace(/\/(\?|$)/, `/${database}$1`);
    const clientOptions = { writeConcern: { w: 'majority' }, readConcern: { level: 'majority' } };
    return new EmmettStore(getMongoDBEventStore({ connectionString, clientOptions }), emmett);
  }

  /** It has no retry of its own where two appends without an expected version meet. */
  async append(streamId: string, events: readonly BenchEvent[]): Promise<unknown> {
    for (;;) {
      const appended = await orConflict(this.#store.appendToStream(nameOf(streamId), events));
      if (appended !== 'conflict') return appended;
    }
  }

  async version(streamId: string): Promise<number> {
    const { currentStreamVersion } = await this.#store.readStream(nameOf(streamId), { from: 0n, to: 1n });
    return Number(currentStreamVersion) - 1; // it counts from 1
  }

  async appendAt(streamId: string, version: number, event: BenchEvent): Promise<boolean> {
    const expectedStreamVersion = version === -1 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version + 1);
    const append = this.#store.appendToStream(nameOf(streamId), [event], { expectedStreamVersion });
    return (await orConflict(append)) !== 'conflict';
  }

  async read(streamId: string): Promise<number> {
    return (await this.#store.readStream(nameOf(streamId))).events.length;
  }

  command(streamId: string): Promise<unknown> {
    return this.#handle(this.#store, nameOf(streamId), () => benchEvent(0), {
      retry: {
        retries: 1_000,
        minTimeout: 1,
        factor: 1.5,
        maxTimeout: 64,
        randomize: true,
        shouldRetryError: isConflict,
      },
    });
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

/** Emmett tells the type of a stream, and with it the collection, by a colon. */
function nameOf(streamId: string): string {
  return streamId.replace('-', ':');
}

async function orConflict(append: Promise<unknown>): Promise<unknown> {
  try {
    return await append;
  } catch (error) {
    if (isConflict(error)) return 'conflict';
    throw error;
  }
}

function isConflict(error: unknown): boolean {
  const { code, errorCode } = error as { readonly code?: unknown; readonly errorCode?: unknown };
  return conflictCodes.includes(code) || conflictCodes.includes(errorCode);
}
