import type { EventLog } from '../event-store/index.js';
import type { ProjectionModel } from './projection-model.js';
import { projectPage } from './projection-runner.js';
import type { ReadModelStore } from './read-model-store.js';

const pageSize = 2_000;

/** Fills a fresh read model beside the live one, up to the log's end, and swaps it in. Returns the position it contains. */
export async function rebuildReadModel(
  log: EventLog,
  readModels: ReadModelStore,
  model: ProjectionModel,
): Promise<number> {
  const table = await readModels.beginRebuild(model.name);
  await table.prepare(model.indexes);
  let position = -1;
  for (;;) {
    const page = await log.readPage({ types: model.types, after: position, maxCount: pageSize });
    if (page.position === position) break;
    await projectPage(model, table, page, position);
    position = page.position;
  }
  await readModels.finishRebuild(model.name);
  return position;
}
