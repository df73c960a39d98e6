import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { databaseNameRule, isDatabaseName, mongodb, type MongoOptions } from '../adapters/mongodb/index.js';
import { findEmbeddedMongo, startEmbeddedMongo, type EmbeddedMongo } from '../embedded/index.js';
import type { Storage } from '../storage/index.js';
import type { CliContext, DatabaseOptions } from './cli-context.js';
import { StorageError } from '../errors/index.js';
import { CliError, exitCodes } from './cli-error.js';

/** Where a command looks. */
export interface Place {
  readonly uri: string;
  /** Undefined where the connection string names it, or nobody does. */
  readonly database?: string;
}

/** A place with what is kept there. */
export interface OpenPlace extends Place {
  readonly storage: Storage;
}

/** How a place is opened: whoever waits at a terminal wants to know soon that a server does not answer. */
export function mongoOptions({ uri, database }: Place): MongoOptions {
  return { uri, ...(database !== undefined && { database }), clientOptions: { serverSelectionTimeoutMS: 5_000 } };
}

/**
 * Finds the database that a command is about, and lets go of it afterwards: `--uri`, then `MONGODB_URI` (also from
 * `.env`), then the embedded MongoDB of the application in this folder, which is started if it does not run.
 *
 * @throws CliError NO_DATABASE where none of them is there, or what names one cannot
 */
export async function withPlace<T>(
  context: CliContext,
  options: DatabaseOptions,
  use: (place: Place) => Promise<T>,
): Promise<T> {
  const { env, settings, directory } = context.project();
  const database = options.database ?? env['DATABASE'] ?? settings.database;
  if (database !== undefined && !isDatabaseName(database)) throw invalidDatabase(options, env['DATABASE'], database);
  const named = database === undefined ? {} : { database };
  const uri = options.uri ?? env['MONGODB_URI'];
  if (uri) return use({ uri, ...named }).catch(asUsageError);
  const dataDirectory = resolve(directory, settings.dataDirectory ?? '.annals/data');
  const mongo = await embedded(dataDirectory, (line) => {
    if (options.json !== true) context.output().note(line);
  });
  try {
    return await use({ uri: mongo.uri, ...named });
  } finally {
    await mongo.stop();
  }
}

/** The same with everything opened that is kept there. @throws StorageError when it cannot be used */
export function withStorage<T>(
  context: CliContext,
  options: DatabaseOptions,
  use: (place: OpenPlace) => Promise<T>,
): Promise<T> {
  return withPlace(context, options, async (place) => {
    const storage = await mongodb(mongoOptions(place)).open();
    try {
      return await use({ ...place, storage });
    } finally {
      await storage.close();
    }
  });
}

function invalidDatabase(options: DatabaseOptions, variable: string | undefined, name: string): CliError {
  const others = variable === undefined ? 'annals.database of package.json' : 'DATABASE';
  const source = options.database === undefined ? others : '--database';
  return new CliError('INVALID_DATABASE', `${source} is '${name}'; give ${databaseNameRule}`, exitCodes.usage);
}

function asUsageError(error: unknown): never {
  if (error instanceof StorageError && error.code === 'INVALID_CONNECTION_STRING') {
    throw new CliError(error.code, error.message, exitCodes.usage, { cause: error });
  }
  throw error;
}

async function embedded(dataDirectory: string, note: (line: string) => void): Promise<EmbeddedMongo> {
  if (!existsSync(dataDirectory)) {
    throw new CliError(
      'NO_DATABASE',
      'No database is named. Give --uri mongodb://… or set MONGODB_URI; or run this in the folder of an application that has been started.',
    );
  }
  const running = await findEmbeddedMongo(dataDirectory);
  if (running !== undefined) return running;
  note('The application does not run: its MongoDB is started for the moment.');
  return startEmbeddedMongo({
    dataDirectory,
    // Where the mongod comes from matters to nobody here; what takes long ends with an ellipsis.
    onMessage: (line) => {
      if (line.endsWith('…')) note(line);
    },
  });
}
