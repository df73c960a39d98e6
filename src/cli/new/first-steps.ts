import { linesOf, runChild, type Ended } from '../child.js';
import { CliError, interrupted } from '../cli-error.js';
import type { Terminal } from '../terminal.js';
import type { PackageManager } from './package-manager.js';

/** Makes a git repository with a first commit, unless the folder lies in one. Says why where it did not. */
export async function beginGit(folder: string, terminal: Terminal): Promise<string | undefined> {
  const git = (...args: string[]) => runChild('git', args, folder, terminal);
  try {
    if ((await git('rev-parse', '--is-inside-work-tree')).code === 0) return 'It lies in a git repository already.';
    for (const args of [
      ['init', '--quiet'],
      ['add', '--all'],
      ['commit', '--quiet', '--message', 'A new application'],
    ]) {
      const ended = await git(...args);
      if (ended.code !== 0) return `git ${args[0] ?? ''} failed: ${linesOf(ended).at(-1) ?? ''}`;
    }
    return undefined;
  } catch (error) {
    if (terminal.signal.aborted)
      throw interrupted('Interrupted: the application is there, without its git repository.');
    return `git cannot be run: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Installs the application's packages. @throws CliError INSTALL_FAILED */
export async function install(manager: PackageManager, folder: string, terminal: Terminal): Promise<void> {
  const next = `The application is there; run \`${manager} install\` in ${folder}`;
  try {
    const ended = await runChild(manager, ['install'], folder, terminal);
    if (ended.code !== 0) {
      throw new CliError('INSTALL_FAILED', `${manager} install failed: ${reasonOf(ended)}. ${next}.`);
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (terminal.signal.aborted) throw interrupted(`Interrupted. ${next}, and \`git init\` if you want to.`);
    throw new CliError(
      'INSTALL_FAILED',
      `${manager} cannot be run. The application is there: install ${manager}, then run \`${manager} install\` in ${folder}.`,
    );
  }
}

/** The first line that tells of an error; where none does, the last one. */
function reasonOf(ended: Ended): string {
  const all = linesOf(ended);
  const reason = all.find((line) => /\berror\b/i.test(line)) ?? all.at(-1) ?? '';
  return reason.replace(/\.$/, '');
}
