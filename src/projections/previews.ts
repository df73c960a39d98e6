import { StorageError } from '../errors/index.js';
import type { EventLog, EventStore } from '../event-store/index.js';
import { positionAt } from './position-at.js';
import type { PreviewOptions, ReadModelPreview } from './preview.js';
import type { ProjectionModel } from './projection-model.js';
import { projectPage } from './projection-runner.js';
import { readerOf } from './read-model-reader.js';
import type { ReadModelPreviewTable, ReadModelStore } from './read-model-store.js';

const pageSize = 2_000;

/** The previews of an application, from the first event projected to their end. */
export class Previews {
  readonly #open = new Set<ReadModelPreview<object>>();
  readonly #filling = new Set<Promise<unknown>>();
  #isStopped = false;

  constructor(
    private readonly store: EventStore & EventLog,
    private readonly readModels: ReadModelStore,
  ) {}

  /** Projects all events up to a moment into a table of its own. @throws StorageError `STORE_CLOSED` after {@link stop} */
  async begin(model: ProjectionModel, options: PreviewOptions): Promise<ReadModelPreview<object>> {
    const filling = this.#fill(model, options);
    this.#filling.add(filling);
    try {
      return await filling;
    } finally {
      this.#filling.delete(filling);
    }
  }

  /** Ends those under way at the end of their page, and drops all. What cannot be dropped now is dropped by a later one. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.allSettled(this.#filling);
    await Promise.allSettled([...this.#open].map((preview) => preview.close()));
  }

  async #fill(model: ProjectionModel, options: PreviewOptions): Promise<ReadModelPreview<object>> {
    this.#checkRunning(model);
    const end = await this.#end(options);
    const table = await this.readModels.beginPreview(model.name);
    try {
      await table.prepare(model.indexes);
      await this.#project(model, table, end);
    } catch (error) {
      await table.drop().catch(() => undefined); // the error tells why there is no preview
      throw error;
    }
    return this.#preview(table, end);
  }

  async #end({ asOf, atPosition }: PreviewOptions): Promise<number> {
    const head = await this.store.headPosition();
    if (asOf !== undefined) return positionAt(this.store, asOf, head);
    return Math.min(atPosition ?? head, head);
  }

  async #project(model: ProjectionModel, table: ReadModelPreviewTable, end: number): Promise<void> {
    for (let position = -1; position < end;) {
      this.#checkRunning(model);
      const page = await this.store.readPage({ types: model.types, after: position, maxCount: pageSize });
      const next = Math.min(page.position, end);
      const events = page.events.filter(({ globalPosition }) => globalPosition <= end);
      await projectPage(model, table, { events, position: next }, position);
      position = next;
    }
    this.#checkRunning(model);
  }

  #preview(table: ReadModelPreviewTable, position: number): ReadModelPreview<object> {
    const close = async (): Promise<void> => {
      if (!this.#open.has(preview)) return; // also where the application was closed first
      await table.drop();
      this.#open.delete(preview);
    };
    const preview = { ...readerOf<object>(table), position, close, [Symbol.asyncDispose]: close };
    this.#open.add(preview);
    return preview;
  }

  #checkRunning({ name }: ProjectionModel): void {
    if (!this.#isStopped) return;
    throw new StorageError(
      'STORE_CLOSED',
      `The application was closed before the preview of '${name}' was ready. Begin it while the application runs.`,
    );
  }
}
