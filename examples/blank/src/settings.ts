import { existsSync } from 'node:fs';

export interface Settings {
  /** The port to serve on; 0 for any free one. */
  readonly port: number;
  /** The name of the database. */
  readonly database: string;
}

/**
 * Reads the settings from the environment, and from a file `.env` where there is one; the environment goes first.
 *
 * @throws Error when PORT is no port
 */
export function readSettings(defaults: { readonly database: string }): Settings {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return { port: portOf(process.env['PORT'] || '3000'), database: process.env['DATABASE'] || defaults.database };
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`PORT is '${text}'; set it to a number from 0 to 65535, such as PORT=3000.`);
}
