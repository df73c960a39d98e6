import {
  checkEventQuery,
  checkListStreams,
  checkReadAll,
  checkReadPage,
  checkReadStream,
  checkStreamId,
  checkStrings,
  foldStream,
  prepareAppend,
  prepareAppends,
  type AggregateStreamOptions,
  type AppendOptions,
  type AppendResult,
  type EventLog,
  type EventPage,
  type EventQuery,
  type EventQueryPage,
  type EventStore,
  type ListStreamsOptions,
  type NewEvent,
  type ReadAllOptions,
  type ReadPageOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type StreamAppend,
  type StreamInfo,
} from '../../event-store/index.js';
import { appendToStream } from './append/append-to-stream.js';
import { appendToStreams } from './append/append-to-streams.js';
import { storeClosed, toAnnalsError } from './connection/driver-error.js';
import { MongoConnection, type MongoOptions } from './connection/mongo-connection.js';
import { logCollections } from './log/log-collections.js';
import { MongoLog } from './mongo-log.js';
import { findEvents } from './read/find-events.js';
import { queryEvents } from './read/query-events.js';
import { listStreams, streamInfo } from './read/stream-list.js';

const eventsPerPage = 1_000;

/**
 * Keeps the log of facts in MongoDB, with every promise of {@link EventStore}. Any number of processes may work on one
 * database.
 *
 * @example
 * ```ts
 * const store = await MongoEventStore.connect({ uri: 'mongodb://localhost:27017/?replicaSet=rs0', database: 'bank' });
 * await store.appendToStream('account-1', [{ type: 'account.opened', data: { owner: 'Ada' } }]);
 * await store.close();
 * ```
 */
export class MongoEventStore implements EventStore, EventLog {
  readonly #connection: MongoConnection;
  readonly #ownsConnection: boolean;
  readonly #log: MongoLog;
  readonly #underWay = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  private constructor(connection: MongoConnection, ownsConnection: boolean) {
    this.#connection = connection;
    this.#ownsConnection = ownsConnection;
    this.#log = new MongoLog(connection.client, logCollections(connection.database));
  }

  /**
   * Connects to a replica set and creates what is missing in the database.
   *
   * @throws StorageError `INVALID_CONNECTION_STRING`, `STORE_NOT_REPLICA_SET`, `STORE_ACCESS_DENIED` or, when the
   *   database is away for 10 s, `STORE_UNAVAILABLE`
   * @throws InvalidArgumentError when the name of the database is none
   */
  static async connect(options: MongoOptions): Promise<MongoEventStore> {
    const connection = await MongoConnection.open(options);
    try {
      return await MongoEventStore.open(connection, true);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Opens the store on a connection; with `ownsConnection`, closing the store closes it too. @internal */
  static async open(connection: MongoConnection, ownsConnection = false): Promise<MongoEventStore> {
    const store = new MongoEventStore(connection, ownsConnection);
    await store.#call(() => store.#log.prepare());
    return store;
  }

  appendToStream(streamId: string, events: readonly NewEvent[], options?: AppendOptions): Promise<AppendResult> {
    return this.#call(() => {
      const append = prepareAppend(streamId, events, options);
      return this.#log.slots.hold([append.streamId], () => appendToStream(this.#log, append));
    });
  }

  appendToStreams(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]> {
    return this.#call(() => {
      const prepared = prepareAppends(appends);
      return this.#log.slots.hold(
        prepared.map(({ streamId }) => streamId),
        () => appendToStreams(this.#log, prepared),
      );
    });
  }

  readStream(streamId: string, options?: ReadStreamOptions): Promise<RecordedEvent[]> {
    return this.#call(() => this.#log.streams.readAll(checkStreamId(streamId), checkReadStream(options)));
  }

  async *iterateStream(streamId: string, options?: ReadStreamOptions): AsyncGenerator<RecordedEvent, void, undefined> {
    for await (const page of this.streamPages(streamId, options)) yield* page;
  }

  async *streamPages(streamId: string, options?: ReadStreamOptions): AsyncGenerator<RecordedEvent[], void, undefined> {
    const checkedId = checkStreamId(streamId);
    const read = checkReadStream(options);
    yield* this.#iterate(() => this.#log.streams.batches(checkedId, read));
  }

  async *readAll(options: ReadAllOptions = {}): AsyncGenerator<RecordedEvent, void, undefined> {
    const read = checkReadAll(options);
    let { after, maxCount: left } = read;
    while (left > 0) {
      const part = { ...read, after, maxCount: Math.min(left, eventsPerPage) };
      const page = await this.#call(() => this.#log.reader.readPage(part));
      if (page.position === after) return;
      yield* page.events.slice(0, left);
      left -= page.events.length;
      after = page.position;
    }
  }

  aggregateStream<State>(
    streamId: string,
    options: AggregateStreamOptions<State>,
  ): Promise<{ state: State; streamVersion: number }> {
    return foldStream(this, streamId, options);
  }

  async *listStreams(options?: ListStreamsOptions): AsyncGenerator<StreamInfo, void, undefined> {
    const listing = checkListStreams(options);
    yield* this.#iterate(() => listStreams(this.#log.log, listing));
  }

  streamInfo(streamId: string): Promise<StreamInfo | null> {
    return this.#call(() => streamInfo(this.#log.log, checkStreamId(streamId)));
  }

  queryEvents(query?: EventQuery): Promise<EventQueryPage> {
    return this.#call(() => queryEvents(this.#log.log, checkEventQuery(query)));
  }

  headPosition(): Promise<number> {
    return this.#call(() => this.#log.reader.headPosition());
  }

  readPage(options: ReadPageOptions): Promise<EventPage> {
    return this.#call(() => this.#log.reader.readPage(checkReadPage(options)));
  }

  findEvents(eventIds: readonly string[]): Promise<readonly RecordedEvent[]> {
    return this.#call(() => {
      checkStrings('eventIds', eventIds);
      return findEvents(this.#log.log, eventIds);
    });
  }

  onAppend(listener: () => void): () => void {
    return this.#log.onAppend(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    await this.#log.close();
    if (this.#ownsConnection) await this.#connection.close();
  }

  /** Does a call: never after {@link close}, and with errors of Annals only. */
  #call<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) return Promise.reject(storeClosed());
    const result = (async () => {
      try {
        return await work();
      } catch (error) {
        throw toAnnalsError(error);
      }
    })();
    this.#underWay.add(result);
    const done = (): void => void this.#underWay.delete(result);
    result.then(done, done);
    return result;
  }

  async *#iterate<T>(work: () => AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    try {
      this.#checkOpen();
      for await (const element of work()) {
        yield element;
        this.#checkOpen();
      }
    } catch (error) {
      throw toAnnalsError(error);
    }
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw storeClosed();
  }
}
