import type { ExpectedStreamVersion } from '../../../src/event-store/index.js';
import type { Intent, Part } from './history.js';
import type { Random } from './random.js';

/** Few streams, so that writers meet. */
const sharedStreams = ['shared-1', 'shared-2', 'shared-3', 'shared-4', 'shared-5'];
/** All writers begin the same new stream at about the same time. */
const newStreamEveryMs = 2_000;
const mostEvents = 5;

/** What one writer does: appends of every kind to streams that others use too, and reads. */
export class Workload {
  /** Where the streams were when this writer last heard of them. */
  readonly #versions = new Map<string, number>();
  #events = 0;

  constructor(
    private readonly writer: string,
    private readonly random: Random,
  ) {}

  next(): Intent {
    const { random } = this;
    return random.weighted<() => Intent>([
      [70, () => ({ kind: 'append', parts: this.#parts(1) })],
      [10, () => ({ kind: 'append', parts: this.#parts(random.between(2, 3)) })],
      [20, () => ({ kind: 'read', streamId: this.#stream() })],
    ])();
  }

  learn(streamId: string, version: number): void {
    this.#versions.set(streamId, version);
  }

  #parts(count: number): readonly Part[] {
    const streamIds = new Set<string>();
    while (streamIds.size < count) streamIds.add(this.#stream());
    return [...streamIds].map((streamId) => ({
      streamId,
      expected: this.#expected(streamId),
      eventIds: Array.from({ length: this.random.between(1, mostEvents) }, () => `${this.writer}-${this.#events++}`),
    }));
  }

  #stream(): string {
    const newStream = `new-${Math.floor(Date.now() / newStreamEveryMs)}`;
    return this.random.weighted([
      [35, this.random.pick(sharedStreams)],
      [10, newStream],
      // Where nobody else is faster, so that what a writer had begun before it froze may still succeed.
      [55, `own-${this.writer}`],
    ]);
  }

  #expected(streamId: string): ExpectedStreamVersion {
    const version = this.#versions.get(streamId) ?? -1;
    return this.random.weighted<ExpectedStreamVersion>([
      [55, version],
      [20, 'any'],
      [10, 'stream_exists'],
      [5, 'no_stream'],
      [5, Math.max(-1, version - 1)],
      [5, version + this.random.between(1, 3)],
    ]);
  }
}
