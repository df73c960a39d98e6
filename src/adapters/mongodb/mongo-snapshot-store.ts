import type { Collection, Db } from 'mongodb';
import { requireSnapshotFits, type Snapshot, type SnapshotStore } from '../../event-store/index.js';
import { promptly } from './connection/answered.js';
import { duplicateKeyCode, isServerError } from './connection/driver-error.js';

interface SnapshotDocument extends Omit<Snapshot, 'streamId'> {
  readonly _id: string;
}

/** Keeps snapshots in the collection `snapshots`, one document for each stream. */
export class MongoSnapshotStore implements SnapshotStore {
  readonly #snapshots: Collection<SnapshotDocument>;

  constructor(database: Db) {
    this.#snapshots = database.collection<SnapshotDocument>('snapshots', {
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority' },
    });
  }

  load(streamId: string): Promise<Snapshot | null> {
    return promptly(async () => {
      const document = await this.#snapshots.findOne({ _id: streamId });
      if (document === null) return null;
      const { _id, ...snapshot } = document;
      return { streamId: _id, ...snapshot };
    });
  }

  save(snapshot: Snapshot): Promise<void> {
    return promptly(async () => {
      requireSnapshotFits(snapshot);
      const { streamId: _id, ...document } = snapshot;
      const { shape, streamVersion } = document;
      const isEarlier = { $or: [{ shape: { $ne: shape } }, { streamVersion: { $lt: streamVersion } }] };
      try {
        await this.#snapshots.replaceOne({ _id, ...isEarlier }, document, { upsert: true });
      } catch (error) {
        // There is a later one, or another process wrote the first one at the same time.
        if (!isServerError(error, duplicateKeyCode)) throw error;
      }
    });
  }

  discard({ streamId, streamVersion, shape, eventId }: Snapshot): Promise<void> {
    return promptly(async () => {
      await this.#snapshots.deleteOne({ _id: streamId, streamVersion, shape, eventId });
    });
  }
}
