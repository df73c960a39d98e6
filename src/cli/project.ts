import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { CliError } from './cli-error.js';
import { describeValue } from '../errors/index.js';
import type { Terminal } from './terminal.js';

/** What the application in the folder says of itself, in the field `annals` of its package.json. */
export interface ProjectSettings {
  /** Modules that export the application's components; the first one that exists is taken. */
  readonly components?: readonly string[];
  /** The database, unless the environment names one. */
  readonly database?: string;
  /** Where the embedded MongoDB of `npm start` keeps its data. */
  readonly dataDirectory?: string;
}

/** The application whose folder, or one above, a command was given in. */
export interface Project {
  /** The folder of its package.json. */
  readonly directory: string;
  readonly settings: ProjectSettings;
  /** The environment, and below it what `.env` says. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Finds the application; outside of one, the folder itself with no settings. @throws CliError INVALID_PROJECT */
export function findProject({ directory, env }: Terminal): Project {
  const root = nearestPackage(directory) ?? directory;
  return { directory: root, settings: settingsOf(root), env: { ...envFile(join(root, '.env')), ...env } };
}

function nearestPackage(directory: string): string | undefined {
  if (existsSync(join(directory, 'package.json'))) return directory;
  const above = dirname(directory);
  return above === directory ? undefined : nearestPackage(above);
}

function settingsOf(directory: string): ProjectSettings {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) return {};
  const settings = readJson(file)['annals'] ?? {};
  if (typeof settings !== 'object' || Array.isArray(settings)) throw invalid(file, 'annals', settings, 'an object');
  const { components, database, dataDirectory } = settings as Record<string, unknown>;
  const paths = typeof components === 'string' ? [components] : components;
  if (paths !== undefined && !(Array.isArray(paths) && paths.every((path) => typeof path === 'string'))) {
    throw invalid(file, 'annals.components', components, 'a path or a list of paths');
  }
  for (const [name, value] of Object.entries({ database, dataDirectory })) {
    if (value !== undefined && typeof value !== 'string') throw invalid(file, `annals.${name}`, value, 'a string');
  }
  return { ...(settings as ProjectSettings), ...(paths && { components: paths }) };
}

function readJson(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError('INVALID_PROJECT', `${file} cannot be read: ${reason}. Mend it, or run annals elsewhere.`);
  }
}

function envFile(file: string): Record<string, string | undefined> {
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

function invalid(file: string, field: string, value: unknown, wanted: string): CliError {
  return new CliError('INVALID_PROJECT', `${field} in ${file} is ${describeValue(value)}; give ${wanted}.`);
}
