export { type MongoOptions } from './connection/mongo-connection.js';
export { MongoEventStore } from './mongo-event-store.js';
export { MongoReadModelStore } from './mongo-read-model-store.js';
export { MongoSubscriptionStore } from './mongo-subscription-store.js';
export { mongodb } from './storage-provider.js';
