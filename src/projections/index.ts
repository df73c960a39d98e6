export { Projection, projectionDeclarationOf, type ProjectionOptions } from './projection.js';
export type { PreviewOptions, ReadModelPreview } from './preview.js';
export { projectionModel, type ProjectionModel } from './projection-model.js';
export { Projections, type ProjectionStatus } from './projections.js';
export type { RebuildOptions, RebuildProgress } from './rebuild.js';
export type { ReadModel } from './read-model.js';
export { createReadModelReader, readModel, type ReadModelReader } from './read-model-reader.js';
export type {
  FindOptions,
  ReadModelChange,
  ReadModelDocument,
  ReadModelIndex,
  ReadModelPage,
  ReadModelPreviewTable,
  ReadModelRebuildTable,
  ReadModelStore,
  ReadModelTable,
  SortOrder,
} from './read-model-store.js';
