import type { MongoClient } from 'mongodb';
import type { TransactionTools } from './append/append-to-streams.js';
import { BackgroundWork } from './append/background-work.js';
import { GroupCommit } from './append/group-commit.js';
import { StreamHeads } from './append/stream-heads.js';
import { StreamSlots } from './append/stream-slots.js';
import { prepareLog, type LogCollections } from './log/log-collections.js';
import { AppendSignal } from './read/append-signal.js';
import { AppendWatch } from './read/append-watch.js';
import { LogReader } from './read/log-reader.js';
import { SafeEnd } from './read/safe-end.js';
import { StreamReader } from './read/stream-reader.js';

/** One log with all that works on it in this process. A store has one; a partitioned store would have several. */
export class MongoLog implements TransactionTools {
  readonly background = new BackgroundWork();
  readonly slots = new StreamSlots();
  readonly heads: StreamHeads;
  readonly groupCommit: GroupCommit;
  readonly streams: StreamReader;
  readonly reader: LogReader;
  readonly #signal = new AppendSignal();
  readonly #watch: AppendWatch;
  #isClosed = false;

  constructor(
    readonly client: MongoClient,
    readonly log: LogCollections,
  ) {
    this.heads = new StreamHeads(log);
    this.groupCommit = new GroupCommit(log, this.background, this.onStored);
    this.streams = new StreamReader(log, this.heads);
    this.reader = new LogReader(log, new SafeEnd(log, this.background));
    this.#watch = new AppendWatch(log, this.#signal);
  }

  readonly onStored = (): void => this.#signal.give();

  prepare(): Promise<void> {
    return prepareLog(this.log);
  }

  onAppend(listener: () => void): () => void {
    const remove = this.#signal.add(listener);
    if (!this.#isClosed) this.#watch.start();
    return () => {
      remove();
      if (!this.#signal.hasListeners) void this.#watch.stop();
    };
  }

  /** Ends what goes on without a caller. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#watch.stop();
    await this.background.finish();
  }
}
