export { Aggregate, aggregateNameOf } from './aggregate.js';
export { aggregateStreamId, type AggregateModel } from './aggregate-model.js';
export { AggregateRoot } from './aggregate-root.js';
export { classModel } from './class-model.js';
export { Decider, decider, type DecidedEvents, type DeciderDefinition } from './decider.js';
