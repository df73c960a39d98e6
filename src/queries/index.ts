export { QueryBus, type AskOptions, type QueryExecutor } from './query-bus.js';
export { currentReadFence } from './read-fence.js';
