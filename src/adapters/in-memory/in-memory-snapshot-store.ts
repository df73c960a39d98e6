import { requireSnapshotFits, type Snapshot, type SnapshotStore } from '../../event-store/index.js';
import { OpenState } from './open-state.js';

/** Keeps snapshots in this process's memory. */
export class InMemorySnapshotStore implements SnapshotStore {
  constructor(
    private readonly snapshots = new Map<string, Snapshot>(),
    private readonly openState = new OpenState(),
  ) {}

  async load(streamId: string): Promise<Snapshot | null> {
    this.openState.check();
    const snapshot = this.snapshots.get(streamId);
    return snapshot === undefined ? null : copyOf(snapshot);
  }

  async save(snapshot: Snapshot): Promise<void> {
    this.openState.check();
    requireSnapshotFits(snapshot);
    const before = this.snapshots.get(snapshot.streamId);
    if (before?.shape === snapshot.shape && before.streamVersion >= snapshot.streamVersion) return;
    this.snapshots.set(snapshot.streamId, copyOf(snapshot));
  }

  async discard({ streamId, streamVersion, shape, eventId }: Snapshot): Promise<void> {
    this.openState.check();
    const stored = this.snapshots.get(streamId);
    if (stored?.streamVersion !== streamVersion || stored.shape !== shape || stored.eventId !== eventId) return;
    this.snapshots.delete(streamId);
  }
}

function copyOf(snapshot: Snapshot): Snapshot {
  return { ...snapshot, createdAt: new Date(snapshot.createdAt) };
}
