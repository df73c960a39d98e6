export { type MongoOptions } from './connection/mongo-connection.js';
export { MongoCheckpointStore } from './mongo-checkpoint-store.js';
export { MongoEventStore } from './mongo-event-store.js';
export { MongoReadModelStore } from './mongo-read-model-store.js';
export { mongodb } from './storage-provider.js';
