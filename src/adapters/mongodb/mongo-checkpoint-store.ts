import type { Collection, Db } from 'mongodb';
import type { CheckpointStore } from '../../subscriptions/checkpoint-store.js';
import { promptly } from './connection/answered.js';
import { duplicateKeyCode, isServerError } from './connection/driver-error.js';

interface CheckpointDocument {
  readonly _id: string;
  readonly position: number;
}

/** Keeps checkpoints in the collection `checkpoints`: a document `{ _id: name, position }` each. */
export class MongoCheckpointStore implements CheckpointStore {
  readonly #checkpoints: Collection<CheckpointDocument>;

  constructor(database: Db) {
    this.#checkpoints = database.collection<CheckpointDocument>('checkpoints');
  }

  load(name: string): Promise<number> {
    return promptly(async () => (await this.#checkpoints.findOne({ _id: { $eq: name } }))?.position ?? -1);
  }

  advance(name: string, from: number, to: number): Promise<boolean> {
    return promptly(async () => {
      try {
        // At -1 there is no document yet; the insert fails when another process has made one.
        const filter = { _id: { $eq: name }, position: { $eq: from } };
        const result = await this.#checkpoints.updateOne(filter, { $set: { position: to } }, { upsert: from === -1 });
        return result.matchedCount + result.upsertedCount === 1;
      } catch (error) {
        if (isServerError(error, duplicateKeyCode)) return false;
        throw error;
      }
    });
  }
}
