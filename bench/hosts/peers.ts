import { existsSync, readFileSync } from 'node:fs';

const peer = '@event-driven-io/emmett-mongodb';
const manifest = new URL(`../peers/node_modules/${peer}/package.json`, import.meta.url);

/** The version of emmett-mongodb that the bench compares with; undefined where it is not installed. */
export function emmettVersion(): string | undefined {
  if (!existsSync(manifest)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  return version;
}
