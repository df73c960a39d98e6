export { InMemoryEventStore, type InMemoryEventStoreOptions } from './in-memory-event-store.js';
export { InMemorySubscriptionStore } from './in-memory-subscription-store.js';
export { inMemory } from './in-memory.js';
