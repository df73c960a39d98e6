import { exactPosition } from '../log/commit-document.js';
import type { LogCollections } from '../log/log-collections.js';

const maximumStreams = 50_000;

/**
 * Remembers for some streams the latest version that is known to have been the head once.
 *
 * The unique index alone would also take an append past the end, or inside an earlier commit; after a version that was
 * the head it refuses all but the right one. That a version was the head never grows stale.
 */
export class StreamHeads {
  readonly #versions = new Map<string, number>();

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

  /** Forgets a stream that has moved on. */
  forget(streamId: string): void {
    this.#versions.delete(streamId);
  }

  /** Reads where a stream is, and learns it: -1 when it has no events. */
  async read(log: LogCollections, streamId: string): Promise<number> {
    const last = await log.commits.findOne(
      { streamId },
      { projection: { _id: 0, position: 1, count: 1 }, sort: { position: -1 } },
    );
    if (last === null) return -1;
    const version = exactPosition(last.position) + last.count - 1;
    this.learn(streamId, version);
    return version;
  }
}
