export { EmbeddedMongo } from './embedded-mongo.js';
export { findEmbeddedMongo } from './find-embedded-mongo.js';
export { isAlive } from './is-alive.js';
export { startEmbeddedMongo } from './start-embedded-mongo.js';
