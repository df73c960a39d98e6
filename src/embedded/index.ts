export { EmbeddedMongo } from './embedded-mongo.js';
export { findEmbeddedMongo } from './find-embedded-mongo.js';
export { startEmbeddedMongo } from './start-embedded-mongo.js';
