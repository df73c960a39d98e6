export { databaseNameRule, isDatabaseName, type MongoOptions } from './connection/mongo-connection.js';
export { MongoEventStore } from './mongo-event-store.js';
export { MongoReadModelStore } from './mongo-read-model-store.js';
export { MongoSubscriptionStore } from './mongo-subscription-store.js';
export { mongodb } from './storage-provider.js';
export type { Check } from './diagnosis/check.js';
export { diagnose } from './diagnosis/diagnose.js';
export { initialise } from './diagnosis/initialise.js';
export { lookForLog } from './diagnosis/look-for-log.js';
