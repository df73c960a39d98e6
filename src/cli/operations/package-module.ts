import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The folder of a package as the application in `directory` sees it; undefined where that is not installed. */
export function packageDirectory(directory: string, name: string): string | undefined {
  try {
    return dirname(realpathSync(createRequire(join(directory, 'package.json')).resolve(`${name}/package.json`)));
  } catch {
    return undefined;
  }
}

/**
 * Imports a module of a package as the application in `directory` would: Node resolves only for the importing file
 * itself, and `require.resolve` finds what is meant for CommonJS.
 *
 * @param entry as the package exports it, such as `./esm/api`
 * @returns undefined where it is not installed, or exports no such module
 */
export async function importOf(directory: string, name: string, entry: string): Promise<object | undefined> {
  const folder = packageDirectory(directory, name);
  if (folder === undefined) return undefined;
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports?: Record<string, unknown>;
  };
  const target = targetOf(exports?.[entry]);
  return target === undefined ? undefined : ((await import(pathToFileURL(join(folder, target)).href)) as object);
}

function targetOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const conditions = Object.entries(value).filter(([condition]) => ['default', 'import', 'node'].includes(condition));
  return conditions.map(([, target]) => targetOf(target)).find((target) => target !== undefined);
}
