/** The entry `annals/mongodb`: the event store, the checkpoints and the read models on a MongoDB replica set. */
export {
  MongoCheckpointStore,
  MongoEventStore,
  mongodb,
  MongoReadModelStore,
  type MongoOptions,
} from './adapters/mongodb/index.js';
