import { realpathSync } from 'node:fs';
import { mongodb } from '../../adapters/mongodb/index.js';
import { openProjections } from '../../application/index.js';
import type { CliContext } from '../cli-context.js';
import { importOf, packageDirectory } from './package-module.js';

/** The part of annals that has to be the copy whose decorators the application uses. */
export interface ApplicationPackage {
  readonly openProjections: typeof openProjections;
  readonly mongodb: typeof mongodb;
}

/** That of the application in this folder; the one that runs where it has none, or the same one. */
export async function applicationPackage(context: CliContext): Promise<ApplicationPackage> {
  const { directory } = context.project();
  const theirs = packageDirectory(directory, 'annals');
  const own = { openProjections, mongodb };
  if (theirs === undefined || theirs === realpathSync(context.terminal.packageDirectory)) return own;
  const [main, storage] = await Promise.all([
    importOf(directory, 'annals', '.'),
    importOf(directory, 'annals', './mongodb'),
  ]);
  return { ...own, ...main, ...storage };
}
