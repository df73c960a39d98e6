import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../embedded/index.js';

/**
 * A hidden folder beside what is being made. Its name says whose it is, from its first moment: a later run knows it for
 * a leftover, wherever its process was killed.
 */
export interface StagingFolder {
  /** The folder to fill. */
  readonly content: string;
  /** Deletes all of it; what has been moved elsewhere stays. */
  remove(): Promise<void>;
}

/** Comes first into the folder and goes last: one with other things in it and without this is somebody else's. */
const markFile = 'annals-staging';

/** Makes one. */
export async function makeStagingFolder(parent: string, name: string): Promise<StagingFolder> {
  const path = join(parent, `.${name}-${String(process.pid)}-${randomUUID().slice(0, 8)}`);
  const content = join(path, name);
  await mkdir(path);
  try {
    await writeFile(join(path, markFile), '');
    await mkdir(content);
  } catch (error) {
    await remove(path);
    throw error;
  }
  return { content, remove: () => remove(path) };
}

/** Deletes the staging folders of a name whose processes were killed. */
export async function removeLeftovers(parent: string, name: string): Promise<void> {
  const prefix = `.${name}-`;
  for (const entry of await readdir(parent, { withFileTypes: true })) {
    if (!entry.isDirectory() || !entry.name.startsWith(prefix)) continue;
    const owner = /^(\d{1,9})-[0-9a-f]{8}$/.exec(entry.name.slice(prefix.length))?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const path = join(parent, entry.name);
    const names = await inside(path);
    if (names.length === 0 || names.includes(markFile)) await remove(path);
  }
}

async function remove(path: string): Promise<void> {
  for (const name of await inside(path)) {
    if (name !== markFile) await rm(join(path, name), { recursive: true, force: true });
  }
  await rm(path, { recursive: true, force: true });
}

/** What a folder contains: nothing where another annals has just deleted it. */
async function inside(path: string): Promise<string[]> {
  return readdir(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
}
