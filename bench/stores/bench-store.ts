import { randomUUID } from 'node:crypto';

/** Where a contender keeps its data. */
export interface StorePlace {
  readonly uri: string;
  readonly database: string;
}

/** The data of every event of the bench: the size of an ordinary event. */
export interface BenchData {
  readonly index: number;
  readonly id: string;
  readonly amount: number;
  readonly note: string;
}

/** An event to append. */
export interface BenchEvent {
  readonly type: string;
  readonly data: BenchData;
}

/** What a contender can do. What it cannot do at all is missing, and the workload goes on without it. */
export interface BenchStore {
  /** Appends to the end of a stream, wherever it is. */
  append(streamId: string, events: readonly BenchEvent[]): Promise<unknown>;

  /** The position of a stream's last event, -1 when it has none. */
  version(streamId: string): Promise<number>;

  /** Appends one event behind this version; false when another writer was first. */
  appendAt(streamId: string, version: number, event: BenchEvent): Promise<boolean>;

  /** Reads a whole stream, and tells how many events it has. */
  read(streamId: string): Promise<number>;

  /** Reads all streams in the order of the log. */
  readLog?(): AsyncIterable<BenchData>;

  /** Hears every event that is appended from now on. @returns what ends it */
  subscribe?(listener: (data: BenchData) => void): Promise<() => Promise<void>>;

  /** One command cycle on the aggregate whose stream this is: load, decide, append one event. */
  command?(streamId: string): Promise<unknown>;

  close(): Promise<void>;
}

const eventType = 'bench.counted';

/** A new event with an id of its own. */
export function benchEvent(index: number): BenchEvent {
  return {
    type: eventType,
    data: { index, id: randomUUID(), amount: 12.5, note: 'a short text of an ordinary event' },
  };
}

export function benchEvents(count: number): readonly BenchEvent[] {
  return Array.from({ length: count }, (_, index) => benchEvent(index));
}
