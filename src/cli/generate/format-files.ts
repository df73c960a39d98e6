import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Prettier from 'prettier';
import type { FileSet } from '../files/file-set.js';

/** Writes files as the application's own Prettier would; without one, as they are. */
export async function formatFiles(directory: string, files: FileSet): Promise<FileSet> {
  const prettier = await prettierOf(directory);
  if (prettier === undefined) return files;
  const ignorePath = join(directory, '.prettierignore');
  const formatted = [...files].map(async ([path, text]) => {
    const filepath = join(directory, path);
    const { ignored } = await prettier.getFileInfo(filepath, { ignorePath });
    if (ignored) return [path, text] as const;
    return [path, await prettier.format(text, { ...(await prettier.resolveConfig(filepath)), filepath })] as const;
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
