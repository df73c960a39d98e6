/** The entry `annals/embedded`: a real MongoDB for development, tests and examples. */
export { startEmbeddedMongo } from './embedded/start-embedded-mongo.js';
export type { EmbeddedMongoOptions } from './embedded/start-embedded-mongo.js';
export { findEmbeddedMongo } from './embedded/find-embedded-mongo.js';
export { EmbeddedMongo } from './embedded/embedded-mongo.js';
export { DataDirectoryInUseError } from './embedded/data-directory-in-use-error.js';
export { EmbeddedMongoStartError } from './embedded/embedded-mongo-start-error.js';
export { MongodNotFoundError } from './embedded/mongod-not-found-error.js';
export type { MongodSearchFailure } from './embedded/mongod-not-found-error.js';
