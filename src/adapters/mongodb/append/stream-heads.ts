import type { LogCollections } from '../log/log-collections.js';
import { streamEnds } from '../log/stream-ends.js';

const maximumStreams = 50_000;
const streamsPerLookup = 1_000;

interface Question {
  readonly streamId: string;
  readonly resolve: (version: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Remembers for some streams the latest version that is known to have been the head once.
 *
 * The unique index alone would also take an append past the end, or inside an earlier commit; after a version that was
 * the head it refuses all but the right one. That a version was the head never grows stale.
 */
export class StreamHeads {
  readonly #log: LogCollections;
  readonly #versions = new Map<string, number>();
  #questions: Question[] = [];
  #isAsking = false;

  constructor(log: LogCollections) {
    this.#log = log;
  }

  get(streamId: string): number | undefined {
    return this.#versions.get(streamId);
  }

  /** Takes note of the end of a commit. */
  learn(streamId: string, version: number): void {
    const known = this.#versions.get(streamId) ?? -1;
    if (version < 0 || version < known) return;
    this.#versions.delete(streamId);
    this.#versions.set(streamId, version);
    if (this.#versions.size <= maximumStreams) return;
    for (const oldest of this.#versions.keys()) {
      this.#versions.delete(oldest);
      return;
    }
  }

  /** Reads where a stream is, and learns it: -1 when it has no events. Reads of the same time are one query. */
  read(streamId: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#questions.push({ streamId, resolve, reject });
      this.#schedule();
    });
  }

  /** Reads a stream that has moved on. */
  async renew(streamId: string): Promise<void> {
    this.#versions.delete(streamId);
    await this.read(streamId);
  }

  #schedule(): void {
    if (this.#isAsking || this.#questions.length === 0) return;
    this.#isAsking = true;
    setImmediate(() => {
      void this.#ask(this.#questions.splice(0, streamsPerLookup)).finally(() => {
        this.#isAsking = false;
        this.#schedule();
      });
    });
  }

  async #ask(questions: readonly Question[]): Promise<void> {
    try {
      const ends = await streamEnds(
        this.#log,
        questions.map(({ streamId }) => streamId),
      );
      for (const { streamId, resolve } of questions) {
        const version = ends.get(streamId)?.version ?? -1;
        this.learn(streamId, version);
        resolve(version);
      }
    } catch (error) {
      for (const { reject } of questions) reject(error);
    }
  }
}
