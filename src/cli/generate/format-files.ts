import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Prettier from 'prettier';
import type { FileSet } from '../files/file-set.js';

/**
 * Writes files as the application's own Prettier would; without one, as they are. So are those that were not of its
 * making before they were changed: what is not asked for stays.
 */
export async function formatFiles(directory: string, files: FileSet, originals: FileSet): Promise<FileSet> {
  const prettier = await prettierOf(directory);
  if (prettier === undefined) return files;
  const ignorePath = join(directory, '.prettierignore');
  const formatted = [...files].map(async ([path, text]) => {
    const filepath = join(directory, path);
    const { ignored } = await prettier.getFileInfo(filepath, { ignorePath });
    if (ignored) return [path, text] as const;
    const options = { ...(await prettier.resolveConfig(filepath, { editorconfig: true })), filepath };
    const original = originals.get(path);
    const isItsOwn = original === undefined || (await prettier.check(original, options));
    return [path, isItsOwn ? await prettier.format(text, options) : text] as const;
  });
  return new Map(await Promise.all(formatted));
}

async function prettierOf(directory: string): Promise<typeof Prettier | undefined> {
  let path: string;
  try {
    path = createRequire(join(directory, 'package.json')).resolve('prettier');
  } catch {
    return undefined; // the application does without
  }
  const loaded = (await import(pathToFileURL(path).href)) as typeof Prettier & { default?: typeof Prettier };
  return loaded.default ?? loaded;
}
