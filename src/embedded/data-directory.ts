import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EmbeddedMongoStartError } from './embedded-mongo-start-error.js';

/** The folder of a mongod's data. */
export interface DataDirectory {
  /** The absolute path. */
  readonly path: string;
  /** Deletes a temporary folder; leaves a kept one alone. */
  release(): Promise<void>;
}

/**
 * Creates the folder to keep, if it is not there yet, or a temporary one.
 *
 * @throws {@link EmbeddedMongoStartError} where the folder cannot be created
 */
export async function openDataDirectory(kept?: string): Promise<DataDirectory> {
  if (kept === undefined) {
    const path = await mkdtemp(join(tmpdir(), 'annals-mongod-'));
    return { path, release: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
  }
  const path = resolve(kept);
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new EmbeddedMongoStartError(
      `The data directory ${path} cannot be created: ${error instanceof Error ? error.message : String(error)}. ` +
        'Pass a dataDirectory that this user may write.',
      { cause: error },
    );
  }
  return { path, release: () => Promise.resolve() };
}
