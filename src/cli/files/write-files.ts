import { randomUUID } from 'node:crypto';
import { chmod, copyFile, lstat, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { CliError, interrupted } from '../cli-error.js';
import type { FileSet } from './file-set.js';
import { makeStagingFolder, removeLeftovers } from './staging-folder.js';
import { whileLocked } from './write-lock.js';

/** How {@link writeFiles} treats what is there, and what ends it. */
export interface WriteOptions {
  /** Whether files that exist may be written over. */
  readonly force?: boolean;
  /** Files that exist and are changed by intent, with the text that they have had then. */
  readonly changed?: FileSet;
  readonly signal?: AbortSignal;
}

/**
 * Writes files below a folder that exists: all of them, or none. What it writes over comes back when it fails half-way,
 * whoever reads a file sees the old or the new one, and a symbolic link is never followed.
 *
 * @throws CliError FILE_EXISTS, SYMBOLIC_LINK, NOT_A_FOLDER, CHANGED_MEANWHILE, INTERRUPTED; nothing is changed then
 */
export function writeFiles(folder: string, files: FileSet, options: WriteOptions = {}): Promise<void> {
  return whileLocked(folder, options.signal, async () => {
    for (const path of files.keys()) await check(folder, path, options);
    for (const [path, text] of options.changed ?? []) await checkUnchanged(join(folder, path), text);
    await removeLeftovers(folder, 'annals');
    const staging = await makeStagingFolder(folder, 'annals');
    const undo: (() => Promise<void>)[] = [];
    try {
      const staged = await stage(staging.content, files, options);
      for (const [path, source] of staged) {
        stopIfAborted(options);
        await moveIn(source, folder, path, staging.content, undo);
      }
    } catch (error) {
      for (const step of undo.reverse()) await step();
      throw error;
    } finally {
      await staging.remove();
    }
  });
}

async function stage(staging: string, files: FileSet, options: WriteOptions): Promise<Map<string, string>> {
  const staged = new Map<string, string>();
  for (const [path, text] of files) {
    stopIfAborted(options);
    const source = join(staging, String(staged.size));
    await writeFile(source, text, { flag: 'wx' });
    staged.set(path, source);
  }
  return staged;
}

/** Puts a staged file where it belongs, and remembers how to undo that. */
async function moveIn(
  source: string,
  folder: string,
  path: string,
  staging: string,
  undo: (() => Promise<void>)[],
): Promise<void> {
  const target = join(folder, path);
  const made = await mkdir(dirname(target), { recursive: true });
  if (made !== undefined) undo.push(() => removeEmpty(dirname(target), dirname(made)));
  const kind = await kindOf(target);
  const backup = join(staging, randomUUID());
  if (kind === undefined) {
    undo.push(() => rm(target, { force: true }));
  } else if (kind === 'link') {
    await rename(target, backup);
    undo.push(() => rename(backup, target));
  } else {
    await copyFile(target, backup); // so that the target is there at every moment
    await chmod(source, (await lstat(target)).mode);
    undo.push(() => rename(backup, target));
  }
  await rename(source, target);
}

async function removeEmpty(folder: string, end: string): Promise<void> {
  for (let current = folder; current !== end; current = dirname(current)) {
    await rmdir(current).catch(() => undefined);
  }
}

async function check(folder: string, path: string, { force = false, changed }: WriteOptions): Promise<void> {
  const parts = path.split('/');
  for (let depth = 1; depth < parts.length; depth++) {
    const above = parts.slice(0, depth).join(sep);
    const kind = await kindOf(join(folder, above));
    if (kind === 'link') throw isLink(join(folder, above));
    if (kind === 'file') {
      throw new CliError('NOT_A_FOLDER', `${join(folder, above)} is no folder. Move it away, then try again.`);
    }
  }
  const target = join(folder, path);
  const kind = await kindOf(target);
  if (kind === undefined) return;
  if (kind === 'folder') throw new CliError('NOT_A_FILE', `${target} is a folder. Move it away, then try again.`);
  if (force) return;
  if (kind === 'link') throw isLink(target);
  if (changed?.has(path) === true) return;
  throw new CliError('FILE_EXISTS', `${target} exists, and nothing was written. Use --force to write over it.`);
}

async function checkUnchanged(target: string, text: string): Promise<void> {
  if ((await readFile(target, 'utf8').catch(() => undefined)) === text) return;
  throw new CliError('CHANGED_MEANWHILE', `${target} was changed meanwhile, and nothing was written. Try again.`);
}

function isLink(path: string): CliError {
  return new CliError(
    'SYMBOLIC_LINK',
    `${path} is a symbolic link, and nothing was written. Remove it, then try again.`,
  );
}

/** What lies at a path, without following a link; undefined where nothing does. */
export async function kindOf(path: string): Promise<'file' | 'folder' | 'link' | undefined> {
  const stats = await lstat(path).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) return 'link';
  return stats.isDirectory() ? 'folder' : 'file';
}

/** @throws CliError INTERRUPTED */
export function stopIfAborted({ signal }: Pick<WriteOptions, 'signal'>): void {
  if (signal?.aborted === true) throw interrupted();
}
