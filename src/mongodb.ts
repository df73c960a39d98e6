/** The entry `annals/mongodb`: the event store and the read models on a MongoDB replica set. */
export { MongoEventStore, mongodb, MongoReadModelStore, type MongoOptions } from './adapters/mongodb/index.js';
