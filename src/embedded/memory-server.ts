import type * as MemoryServer from 'mongodb-memory-server';
import { EmbeddedMongoStartError } from './embedded-mongo-start-error.js';

/**
 * Loads mongodb-memory-server, an optional peer dependency: applications that bring their own server do without it.
 *
 * @throws {@link EmbeddedMongoStartError} where it is not installed
 */
export async function loadMemoryServer(): Promise<typeof MemoryServer> {
  try {
    return await import('mongodb-memory-server');
  } catch (error) {
    throw new EmbeddedMongoStartError(
      'The embedded MongoDB needs the package mongodb-memory-server, which cannot be loaded. ' +
        'Install it with `npm install --save-dev mongodb-memory-server`, ' +
        'or set MONGODB_URI to a MongoDB server that runs already.',
      { cause: error },
    );
  }
}
