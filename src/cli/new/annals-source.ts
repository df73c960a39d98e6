import { copyFile, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { linesOf, runChild } from '../child.js';
import { CliError, interrupted } from '../cli-error.js';
import type { Terminal } from '../terminal.js';

/** Where the new application has annals from: the registry, or a tarball. */
export interface AnnalsSource {
  /** As package.json says it. */
  readonly version: string;
  /** Puts into the application's folder what the version points to. */
  bring(folder: string): Promise<void>;
}

/** The version of the registry that is the one that runs. */
export function fromRegistry(version: string): AnnalsSource {
  return { version: `^${version}`, bring: () => Promise.resolve() };
}

const vendor = 'vendor';

/**
 * A tarball in the application's folder: the one that is given, or the annals that runs, packed.
 *
 * @throws CliError NO_TARBALL
 */
export function fromTarball(given: string | undefined, terminal: Terminal, version: string): AnnalsSource {
  const tarball = given && resolve(terminal.directory, given);
  if (tarball !== undefined && !(tarball.endsWith('.tgz') && existsSync(tarball))) {
    throw new CliError('NO_TARBALL', `${tarball} is no tarball (.tgz). Make one with \`npm pack\`, or leave it out.`);
  }
  const file = tarball === undefined ? `annals-${version}.tgz` : basename(tarball);
  return {
    version: `file:${vendor}/${file}`,
    bring: async (folder) => {
      const target = join(folder, vendor);
      await mkdir(target, { recursive: true });
      if (tarball === undefined) await pack(terminal, target);
      else await copyFile(tarball, join(target, file));
    },
  };
}

async function pack(terminal: Terminal, target: string): Promise<void> {
  const { packageDirectory, signal } = terminal;
  // In a checkout, npm builds before it packs; an installed package is built already and has nothing to build with.
  const isCheckout = existsSync(join(packageDirectory, 'src'));
  const options = ['pack', '--silent', '--pack-destination', target, ...(isCheckout ? [] : ['--ignore-scripts'])];
  const ended = await runChild('npm', options, packageDirectory, terminal).catch((error: unknown) => {
    if (signal.aborted) throw interrupted();
    return { code: 1, said: error instanceof Error ? error.message : String(error) };
  });
  if (ended.code === 0) return;
  const last = linesOf(ended).at(-1) ?? '';
  throw new CliError('NO_TARBALL', `annals cannot be packed in ${packageDirectory}: ${last}. Try \`npm pack\` there.`);
}
