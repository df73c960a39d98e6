import { lstatSync, readdirSync } from 'node:fs';
import { mkdir, rename, rmdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { CliError } from '../cli-error.js';
import type { FileSet } from './file-set.js';
import { makeStagingFolder, removeLeftovers } from './staging-folder.js';
import { kindOf, stopIfAborted, writeFiles, type WriteOptions } from './write-files.js';

/** What more is to be done in the new folder before it is in its place. */
export type Prepare = (folder: string) => Promise<void>;

/**
 * Makes a folder with files in it. It is filled beside its place and moved there as a whole: whoever looks sees all of
 * it, or nothing. An empty folder may be there already; with `force` one with files, of which those of the same name
 * are written over.
 *
 * @throws CliError FOLDER_EXISTS, FILE_EXISTS, SYMBOLIC_LINK, INTERRUPTED; nothing is changed then
 */
export async function writeFolder(
  folder: string,
  files: FileSet,
  prepare: Prepare,
  options: WriteOptions = {},
): Promise<void> {
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent, basename(folder));
  const { state, flaw } = stateOf(folder, options);
  if (flaw !== undefined) throw new CliError('FOLDER_EXISTS', flaw);
  if (state === 'filled') {
    await writeFiles(folder, files, options);
    return prepare(folder);
  }
  const staging = await makeStagingFolder(parent, basename(folder));
  try {
    await writeFiles(staging.content, files, options);
    await prepare(staging.content);
    stopIfAborted(options);
    await moveTo(folder, staging.content, state === 'empty');
  } finally {
    await staging.remove();
  }
}

async function moveTo(folder: string, content: string, isEmpty: boolean): Promise<void> {
  try {
    if (isEmpty) await rmdir(folder);
    await rename(content, folder);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'].includes(code) && (await kindOf(folder)) !== undefined) {
      throw new CliError('FOLDER_EXISTS', isNotEmpty(folder)); // it has come there meanwhile
    }
    throw error;
  }
}

/** What is where a folder is to be, and why it cannot be there, if it cannot. */
export function stateOf(
  folder: string,
  { force = false }: Pick<WriteOptions, 'force'> = {},
): { readonly state: 'absent' | 'empty' | 'filled' | 'other'; readonly flaw?: string } {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return { state: 'absent' };
  if (!stats.isDirectory()) {
    const what = stats.isSymbolicLink() ? 'symbolic link' : 'file';
    return {
      state: 'other',
      flaw: `${folder} is a ${what}, and nothing was written. Choose another name, or move it away.`,
    };
  }
  if (readdirSync(folder).length === 0) return { state: 'empty' };
  return force ? { state: 'filled' } : { state: 'filled', flaw: isNotEmpty(folder) };
}

function isNotEmpty(folder: string): string {
  return `${folder} exists and is not empty; nothing was written. Choose another name, or use --force to write over its files.`;
}
