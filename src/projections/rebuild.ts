import type { EventLog, EventStore } from '../event-store/index.js';
import type { ProjectionModel } from './projection-model.js';
import { projectPage } from './projection-runner.js';
import type { ReadModelRebuildTable, ReadModelStore } from './read-model-store.js';

const pageSize = 2_000;

/** How far a rebuild has come. */
export interface RebuildProgress {
  /** The global position that the new read model contains, -1 at the start. */
  readonly position: number;
  /** The global position of the log's last event, as far as the rebuild knows. */
  readonly head: number;
  /** How many events it has projected a second so far; 0 at the start. */
  readonly eventsPerSecond: number;
}

export interface RebuildOptions {
  /** Ends the rebuild before it takes the place of the live read model, which then stays as it is. */
  readonly signal?: AbortSignal;
  /** Called at the start and after each page. */
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/**
 * Fills a fresh read model beside the live one, up to the log's end, and swaps it in. Whatever ends it before that, the
 * live one stays as it is, and what was filled is dropped.
 *
 * @returns the position that it contains
 * @throws the signal's reason; InvalidArgumentError when another rebuild of it has begun since
 */
export async function rebuildReadModel(
  store: EventLog & Pick<EventStore, 'headPosition'>,
  readModels: ReadModelStore,
  model: ProjectionModel,
  options: RebuildOptions = {},
): Promise<number> {
  options.signal?.throwIfAborted();
  const table = await readModels.beginRebuild(model.name);
  try {
    const position = await fill(store, table, model, options);
    await readModels.finishRebuild(model.name);
    return position;
  } catch (error) {
    await table.drop().catch(() => undefined); // the error tells why; the next rebuild drops what is left
    throw error;
  }
}

async function fill(
  store: EventLog & Pick<EventStore, 'headPosition'>,
  table: ReadModelRebuildTable,
  model: ProjectionModel,
  { signal, onProgress }: RebuildOptions,
): Promise<number> {
  await table.prepare(model.indexes);
  let head = await store.headPosition();
  let position = -1;
  let projected = 0;
  const start = performance.now();
  for (;;) {
    const seconds = (performance.now() - start) / 1_000;
    onProgress?.({ position, head, eventsPerSecond: projected === 0 ? 0 : Math.round(projected / seconds) });
    signal?.throwIfAborted();
    const page = await store.readPage({ types: model.types, after: position, maxCount: pageSize });
    if (page.position === position) return position;
    await projectPage(model, table, page, position);
    position = page.position;
    head = Math.max(head, position);
    projected += page.events.length;
  }
}
