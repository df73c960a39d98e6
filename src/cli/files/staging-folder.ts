import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../embedded/index.js';

/** A hidden folder beside what is being made, which says whose it is: a later run knows it for a leftover. */
export interface StagingFolder {
  /** The folder to fill. */
  readonly content: string;
  /** Deletes all of it; what has been moved elsewhere stays. */
  remove(): Promise<void>;
}

const markFile = 'annals-staging.json';

/** Makes one. */
export async function makeStagingFolder(parent: string, name: string): Promise<StagingFolder> {
  const path = join(parent, `.${name}-${randomUUID().slice(0, 8)}`);
  const content = join(path, name);
  await mkdir(path);
  const remove = () => rm(path, { recursive: true, force: true });
  try {
    await writeFile(join(path, markFile), JSON.stringify({ pid: process.pid }));
    await mkdir(content);
  } catch (error) {
    await remove();
    throw error;
  }
  return { content, remove };
}

/** Deletes the staging folders of a name whose processes were killed. */
export async function removeLeftovers(parent: string, name: string): Promise<void> {
  const prefix = `.${name}-`;
  for (const entry of await readdir(parent, { withFileTypes: true })) {
    const isOurs = entry.name.startsWith(prefix) && /^[0-9a-f]{8}$/.test(entry.name.slice(prefix.length));
    if (!isOurs || !entry.isDirectory()) continue;
    const path = join(parent, entry.name);
    const owner = await ownerOf(path);
    if (owner !== undefined && !isAlive(owner)) await rm(path, { recursive: true, force: true });
  }
}

/** The process that has made a staging folder; undefined for a folder that is none. */
async function ownerOf(path: string): Promise<number | undefined> {
  try {
    const { pid } = JSON.parse(await readFile(join(path, markFile), 'utf8')) as { pid?: unknown };
    return typeof pid === 'number' ? pid : undefined;
  } catch {
    return undefined; // somebody else's, or only just made
  }
}
