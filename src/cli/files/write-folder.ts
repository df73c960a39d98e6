import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CliError } from '../cli-error.js';
import type { FileSet } from './file-set.js';
import { kindOf, writeFiles, type WriteOptions } from './write-files.js';

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
  const kind = await kindOf(folder);
  const isEmpty = kind === 'folder' && (await readdir(folder)).length === 0;
  if (kind === 'link' || kind === 'file') {
    throw new CliError(
      'FOLDER_EXISTS',
      `${folder} is a ${kind === 'link' ? 'symbolic link' : 'file'}, and nothing was written. Choose another name, or move it away.`,
    );
  }
  if (kind === 'folder' && !isEmpty) {
    if (options.force !== true) {
      throw new CliError(
        'FOLDER_EXISTS',
        `${folder} exists and is not empty; nothing was written. Choose another name, or use --force to write over its files.`,
      );
    }
    await writeFiles(folder, files, options);
    return prepare(folder);
  }
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  const staging = join(parent, `.${basename(folder)}-${randomUUID().slice(0, 8)}`);
  await mkdir(staging);
  try {
    await writeFiles(staging, files, options);
    await prepare(staging);
    if (isEmpty) await rmdir(folder);
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}
