import type { Collection } from 'mongodb';
import { StorageError } from '../../../errors/index.js';
import type {
  FindOptions,
  ReadModelDocument,
  ReadModelIndex,
  ReadModelPage,
  ReadModelPreviewTable,
} from '../../../projections/read-model-store.js';
import { translated } from '../connection/driver-error.js';
import { commitPage } from './commit-page.js';
import { countDocuments, findDocuments, getDocuments, prepareDocuments } from './model-documents.js';
import { previewLifetimeMs } from './old-previews.js';
import type { ViewDocument } from './where-filter.js';

/** The documents of a preview: a collection that this process alone knows of, with its position in memory. */
export class PreviewTable implements ReadModelPreviewTable {
  readonly #name: string;
  readonly #view: Collection<ViewDocument>;
  readonly #endsAt = Date.now() + previewLifetimeMs;
  #position = -1;
  #isDropped = false;

  constructor(name: string, view: Collection<ViewDocument>) {
    this.#name = name;
    this.#view = view;
  }

  prepare(indexes: readonly ReadModelIndex[]): Promise<void> {
    return this.#whileOpen(() => prepareDocuments(this.#view, this.#name, indexes));
  }

  getMany(keys: readonly string[]): Promise<ReadonlyMap<string, ReadModelDocument>> {
    return this.#whileOpen(() => getDocuments(this.#view, keys));
  }

  get(key: string): Promise<ReadModelDocument | null> {
    return this.#whileOpen(async () => (await getDocuments(this.#view, [key])).get(key) ?? null);
  }

  find(options: FindOptions<Record<string, unknown>>): Promise<readonly ReadModelDocument[]> {
    return this.#whileOpen(() => findDocuments(this.#view, options));
  }

  count(where: Record<string, unknown>): Promise<number> {
    return this.#whileOpen(() => countDocuments(this.#view, where));
  }

  position(): Promise<number> {
    return this.#whileOpen(async () => this.#position);
  }

  commit(page: ReadModelPage): Promise<boolean> {
    return this.#whileOpen(async () => {
      const isDone = await commitPage(this.#view, page, async () => this.#position === page.from);
      if (isDone) this.#position = page.to;
      return isDone;
    });
  }

  native(): Collection<ViewDocument> {
    this.#checkOpen();
    return this.#view;
  }

  drop(): Promise<void> {
    this.#isDropped = true;
    return translated(async () => {
      await this.#view.drop();
    });
  }

  #whileOpen<T>(work: () => Promise<T>): Promise<T> {
    return translated(async () => {
      this.#checkOpen();
      return work();
    });
  }

  /** The collection of a preview that is gone would just be empty. */
  #checkOpen(): void {
    if (!this.#isDropped && Date.now() < this.#endsAt) return;
    throw new StorageError(
      'STORE_CLOSED',
      `This preview of read model '${this.#name}' is ${this.#isDropped ? 'closed' : 'too old'}. Begin a new one.`,
    );
  }
}
