import type { AggregateLoader } from './aggregate-loader.js';
import type { LiveCache } from './live-cache.js';
import type { SnapshotWriter } from './snapshot-writer.js';

/** Where commands get their aggregates from, and where they leave them. */
export interface Aggregates {
  readonly loader: AggregateLoader;
  readonly cache: LiveCache;
  readonly snapshots: SnapshotWriter;
}
