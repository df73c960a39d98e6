import type { Db } from 'mongodb';
import { v7 as uuidv7 } from 'uuid';
import type {
  ReadModelPreviewTable,
  ReadModelRebuildTable,
  ReadModelStore,
  ReadModelTable,
} from '../../projections/read-model-store.js';
import { duplicateKeyCode, isServerError, translated } from './connection/driver-error.js';
import { LiveTable } from './read-models/live-table.js';
import { ModelCollections, type RebuildState } from './read-models/model-state.js';
import { dropOldPreviews, newPreviewId } from './read-models/old-previews.js';
import { PreviewTable } from './read-models/preview-table.js';
import { noRebuild, RebuildTable } from './read-models/rebuild-table.js';
import { beginSwap, completeSwap } from './read-models/swap.js';

/**
 * Keeps read models: the documents of one in the collection `view_{name}` (`{ _id: key, ...document }`), and where it
 * stands in the collection `read_models`. A rebuild fills `view_{name}#{generation}` and then takes its place; a
 * preview has `preview_{name}#{id}` to itself until it is dropped.
 */
export class MongoReadModelStore implements ReadModelStore {
  readonly #database: Db;
  /** The rebuilds that this process has begun. */
  readonly #generations = new Map<string, string>();

  constructor(database: Db) {
    this.#database = database;
  }

  live(name: string): ReadModelTable {
    return new LiveTable(this.#model(name));
  }

  beginRebuild(name: string): Promise<ReadModelRebuildTable> {
    return translated(async () => {
      const model = this.#model(name);
      const generation = uuidv7();
      const { leftovers = [] } = await takeOver(model, generation);
      this.#generations.set(name, generation);
      // The rebuilds before this one can write no more, so whatever is left of them is nobody's.
      for (const leftover of leftovers) await model.staging(leftover).drop();
      await model.rebuilds.updateOne({ _id: model.rebuildId, generation }, { $pullAll: { leftovers: [...leftovers] } });
      return new RebuildTable(model, generation);
    });
  }

  finishRebuild(name: string): Promise<void> {
    return translated(async () => {
      const model = this.#model(name);
      const generation = this.#generations.get(name);
      const hasBegun = await beginSwap(model, generation);
      const isCompleted = await completeSwap(model);
      if (!hasBegun && !isCompleted && !(await isLive(model, generation))) throw noRebuild(name);
      this.#generations.delete(name);
    });
  }

  beginPreview(name: string): Promise<ReadModelPreviewTable> {
    return translated(async () => {
      const now = await serverTime(this.#database);
      await dropOldPreviews(this.#database, now);
      return new PreviewTable(name, this.#model(name).preview(newPreviewId(now)));
    });
  }

  #model(name: string): ModelCollections {
    return new ModelCollections(this.#database, name);
  }
}

/** The one clock that all processes share. */
async function serverTime(database: Db): Promise<Date> {
  const { localTime } = await database.command({ hello: 1 });
  return localTime as Date;
}

/** Tells whether another process has finished the rebuild meanwhile. */
async function isLive(model: ModelCollections, generation: string | undefined): Promise<boolean> {
  const state = await model.live.findOne({ _id: model.name });
  return generation !== undefined && state?.generation === generation;
}

/** Makes this the only rebuild that may write. */
async function takeOver(model: ModelCollections, generation: string): Promise<RebuildState> {
  for (;;) {
    await completeSwap(model);
    try {
      const state = await model.rebuilds.findOneAndUpdate(
        { _id: model.rebuildId, isSwapping: { $exists: false } },
        [
          {
            $set: {
              leftovers: {
                $concatArrays: [{ $ifNull: ['$leftovers', []] }, { $cond: ['$generation', ['$generation'], []] }],
              },
              generation,
              position: -1,
            },
          },
        ],
        { upsert: true, returnDocument: 'after' },
      );
      if (state !== null) return state;
    } catch (error) {
      // One is taking the place of the live documents: help it.
      if (!isServerError(error, duplicateKeyCode)) throw error;
    }
  }
}
