import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from '../errors/index.js';
import type { AppendResult, Snapshot, SnapshotStore } from '../event-store/index.js';
import type { LoadedAggregate } from './loaded-aggregate.js';

/** More at once would get into the way of appends: those that are due then wait for the next append. */
const maximumUnderWay = 16;

/** Writes snapshots beside the commands: no command waits for one, or fails with one. */
export class SnapshotWriter {
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #reported = new Set<string>();

  constructor(
    private readonly snapshots: SnapshotStore,
    private readonly logger: Logger,
  ) {}

  /** Tells whether the aggregate has come far enough since its last snapshot. */
  isDue({ model, streamId, streamVersion, snapshotVersion }: LoadedAggregate): boolean {
    const { snapshots } = model;
    if (snapshots === undefined || streamVersion - snapshotVersion < snapshots.every) return false;
    return this.#underWay.size < maximumUnderWay && !this.#underWay.has(streamId);
  }

  /**
   * Writes what the aggregate is after this append, when the append's caller has its answer.
   *
   * @param written is called as soon as nothing reads the aggregate's state any more
   */
  write(aggregate: LoadedAggregate, append: AppendResult, written: (aggregate: LoadedAggregate) => void): void {
    const { streamId, streamVersion } = aggregate;
    const writing = nextTurn().then(() => {
      const snapshot = this.#snapshotOf(aggregate, append);
      written({ ...aggregate, snapshotVersion: streamVersion });
      return snapshot && this.snapshots.save(snapshot);
    });
    this.#underWay.set(
      streamId,
      writing
        .catch((error: unknown) => {
          this.#report(aggregate.model.label, 'has a snapshot that could not be stored', error);
        })
        .finally(() => this.#underWay.delete(streamId)),
    );
  }

  /** Waits for what is being written. */
  async finish(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  #snapshotOf(
    { model, state, streamId, streamVersion }: LoadedAggregate,
    { events }: AppendResult,
  ): Snapshot | undefined {
    const first = events[0];
    const last = events.at(-1);
    if (model.snapshots === undefined || first === undefined || last === undefined) return undefined;
    try {
      return {
        streamId,
        streamVersion,
        appendPosition: first.streamPosition,
        eventId: last.eventId,
        createdAt: last.createdAt,
        shape: model.snapshots.shape,
        state: model.snapshots.write(state),
      };
    } catch (error) {
      this.#report(model.label, 'cannot be kept as a snapshot', error);
      return undefined;
    }
  }

  /** Once for each kind of aggregate: it would be the same with every command. */
  #report(label: string, what: string, error: unknown): void {
    if (this.#reported.has(label)) return;
    this.#reported.add(label);
    const reason = error instanceof Error ? `${error.message}${pathOf(error)}` : String(error);
    this.logger.warn(
      `${label} ${what}: ${reason}. Its events are folded instead. Name the classes in its state in ` +
        `snapshot: { classes: [ … ] }, or write toSnapshot() and fromSnapshot(data).`,
    );
  }
}

/** Where in the state it is, which the codec tells beside its message. */
function pathOf(error: Error): string {
  const { path } = error as { path?: unknown };
  return typeof path === 'string' && path !== '' ? ` (at ${path})` : '';
}
