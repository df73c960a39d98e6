import type { ClientSession, Collection, Filter } from 'mongodb';
import type {
  FindOptions,
  ReadModelDocument,
  ReadModelIndex,
  ReadModelPage,
  ReadModelTable,
} from '../../../projections/read-model-store.js';
import { promptly } from '../connection/answered.js';
import { duplicateKeyCode, isServerError, translated } from '../connection/driver-error.js';
import { commitPage } from './commit-page.js';
import { countDocuments, findDocuments, getDocuments, prepareDocuments } from './model-documents.js';
import type { LiveState, ModelCollections } from './model-state.js';
import { completeSwap } from './swap.js';
import type { ViewDocument } from './where-filter.js';

/** The read model that queries see. */
export class LiveTable implements ReadModelTable {
  readonly #model: ModelCollections;
  /** The epoch at the last look. */
  #epoch: number | undefined;
  /** The epoch before the documents of the page under way were read: a swap since then makes them worthless. */
  #pageEpoch: number | undefined;

  constructor(model: ModelCollections) {
    this.#model = model;
  }

  prepare(indexes: readonly ReadModelIndex[]): Promise<void> {
    return translated(async () => {
      await completeSwap(this.#model);
      await prepareDocuments(this.#model.view, this.#model.name, indexes);
    });
  }

  getMany(keys: readonly string[]): Promise<ReadonlyMap<string, ReadModelDocument>> {
    return promptly(async () => {
      this.#pageEpoch ??= this.#epoch ?? epochOf(await this.#look());
      return getDocuments(this.#model.view, keys);
    });
  }

  get(key: string): Promise<ReadModelDocument | null> {
    return promptly(async () => (await getDocuments(this.#model.view, [key])).get(key) ?? null);
  }

  find(options: FindOptions<Record<string, unknown>>): Promise<readonly ReadModelDocument[]> {
    return translated(() => findDocuments(this.#model.view, options));
  }

  count(where: Record<string, unknown>): Promise<number> {
    return translated(() => countDocuments(this.#model.view, where));
  }

  position(): Promise<number> {
    return promptly(async () => {
      const state = await this.#look();
      // During a swap the documents may be the old or the new ones: both contain the lower position.
      return Math.min(state?.position ?? -1, state?.swap?.position ?? Number.MAX_SAFE_INTEGER);
    });
  }

  commit(page: ReadModelPage): Promise<boolean> {
    return promptly(async () => {
      const epoch = this.#pageEpoch;
      const isDone = await commitPage(this.#model.view, page, (session) => this.#step(page, epoch, session));
      this.#pageEpoch = undefined;
      if (isDone) return true;
      await completeSwap(this.#model);
      await this.#look();
      return false;
    });
  }

  /** The driver's `Collection`; the document of a key has it as `_id`. */
  native(): Collection<ViewDocument> {
    return this.#model.view;
  }

  async #look(): Promise<LiveState | null> {
    const state = await this.#model.live.findOne({ _id: this.#model.name });
    this.#epoch = epochOf(state);
    return state;
  }

  async #step(page: ReadModelPage, epoch: number | undefined, session?: ClientSession): Promise<boolean> {
    const filter: Filter<LiveState> = { _id: this.#model.name, position: page.from, swap: { $exists: false } };
    if (epoch !== undefined) Object.assign(filter, { epoch: epoch === 0 ? { $in: [0, null] } : epoch });
    try {
      // At -1 there may be no document yet; where there is one that does not fit, the insert fails.
      const options = { upsert: page.from === -1, ...(session && { session }) };
      const result = await this.#model.live.updateOne(filter, { $set: { position: page.to } }, options);
      return result.matchedCount + result.upsertedCount === 1;
    } catch (error) {
      if (isServerError(error, duplicateKeyCode)) return false;
      throw error;
    }
  }
}

function epochOf(state: LiveState | null): number {
  return state?.epoch ?? 0;
}
