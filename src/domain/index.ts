export { Aggregate, aggregateNameOf, type AggregateOptions } from './aggregate.js';
export { aggregateStreamId, type AggregateModel, type Evolver } from './aggregate-model.js';
export { AggregateRoot } from './aggregate-root.js';
export { classModel } from './class-model.js';
export type { Snapshotable } from './class-snapshots.js';
export { Decider, decider, type DecidedEvents, type DeciderDefinition } from './decider.js';
export type { SnapshotOptions } from './snapshot-options.js';
