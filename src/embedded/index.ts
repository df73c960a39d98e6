export { EmbeddedMongo } from './embedded-mongo.js';
export { findEmbeddedMongo } from './find-embedded-mongo.js';
export { startEmbeddedMongo, type EmbeddedMongoOptions } from './start-embedded-mongo.js';
