export { InMemoryCheckpointStore } from './in-memory-checkpoint-store.js';
export { InMemoryEventStore, type InMemoryEventStoreOptions } from './in-memory-event-store.js';
export { InMemoryReadModelStore } from './in-memory-read-model-store.js';
export { inMemory } from './in-memory.js';
