import type { Collection } from 'mongodb';
import { InvalidArgumentError } from '../../../errors/index.js';
import type {
  FindOptions,
  ReadModelDocument,
  ReadModelIndex,
  ReadModelPage,
  ReadModelRebuildTable,
} from '../../../projections/read-model-store.js';
import { promptly } from '../connection/answered.js';
import { translated } from '../connection/driver-error.js';
import { commitPage } from './commit-page.js';
import { countDocuments, findDocuments, getDocuments, prepareDocuments } from './model-documents.js';
import type { ModelCollections } from './model-state.js';
import type { ViewDocument } from './where-filter.js';

/** The documents of a rebuild beside the live ones. It is of no use any more when another rebuild begins. */
export class RebuildTable implements ReadModelRebuildTable {
  readonly #model: ModelCollections;
  readonly #generation: string;
  readonly #view: Collection<ViewDocument>;

  constructor(model: ModelCollections, generation: string) {
    this.#model = model;
    this.#generation = generation;
    this.#view = model.staging(generation);
  }

  prepare(indexes: readonly ReadModelIndex[]): Promise<void> {
    return translated(async () => {
      await this.position();
      await prepareDocuments(this.#view, this.#model.name, indexes);
      await this.#dropUnlessCurrent();
    });
  }

  getMany(keys: readonly string[]): Promise<ReadonlyMap<string, ReadModelDocument>> {
    return promptly(() => getDocuments(this.#view, keys));
  }

  get(key: string): Promise<ReadModelDocument | null> {
    return promptly(async () => (await getDocuments(this.#view, [key])).get(key) ?? null);
  }

  find(options: FindOptions<Record<string, unknown>>): Promise<readonly ReadModelDocument[]> {
    return translated(() => findDocuments(this.#view, options));
  }

  count(where: Record<string, unknown>): Promise<number> {
    return translated(() => countDocuments(this.#view, where));
  }

  position(): Promise<number> {
    return promptly(async () => {
      const state = await this.#model.rebuilds.findOne({ _id: this.#model.rebuildId, generation: this.#generation });
      if (state === null) throw noRebuild(this.#model.name);
      return state.position;
    });
  }

  commit(page: ReadModelPage): Promise<boolean> {
    return promptly(async () => {
      const filter = {
        _id: this.#model.rebuildId,
        generation: this.#generation,
        position: page.from,
        isSwapping: { $exists: false },
      };
      const isDone = await commitPage(this.#view, page, async (session) => {
        const set = { $set: { position: page.to } };
        const result = await this.#model.rebuilds.updateOne(filter, set, session && { session });
        return result.matchedCount === 1;
      });
      if (!isDone) await this.position();
      return isDone;
    });
  }

  native(): Collection<ViewDocument> {
    return this.#view;
  }

  drop(): Promise<void> {
    return promptly(async () => {
      const { rebuilds, rebuildId: _id } = this.#model;
      const generation = this.#generation;
      // Kept as a left-over until it is gone, so that a crash in between leaves nothing for ever.
      const { matchedCount } = await rebuilds.updateOne(
        { _id, generation, isSwapping: { $exists: false } },
        { $unset: { generation: '' }, $push: { leftovers: generation } },
      );
      if (matchedCount === 0) return;
      await this.#view.drop();
      await rebuilds.deleteOne({ _id, generation: { $exists: false } });
    });
  }

  /** A rebuild that has begun meanwhile has looked for this collection before it was there. */
  async #dropUnlessCurrent(): Promise<void> {
    try {
      await this.position();
    } catch (error) {
      await this.#view.drop();
      throw error;
    }
  }
}

export function noRebuild(name: string): InvalidArgumentError {
  return new InvalidArgumentError(
    'INVALID_OPTION',
    `This rebuild of read model '${name}' is over: it was finished or dropped, or another one has begun since. ` +
      `Begin anew if it is still wanted.`,
  );
}
