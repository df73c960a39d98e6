import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CliError, exitCodes } from '../cli-error.js';

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
export function fromTarball(tarball: string | undefined, packageDirectory: string, version: string): AnnalsSource {
  if (tarball !== undefined && !(tarball.endsWith('.tgz') && existsSync(tarball))) {
    throw new CliError('NO_TARBALL', `${tarball} is no tarball (.tgz). Make one with \`npm pack\`, or leave it out.`);
  }
  const file = tarball === undefined ? `annals-${version}.tgz` : basename(tarball);
  return {
    version: `file:${vendor}/${file}`,
    bring: async (folder) => {
      const target = join(folder, vendor);
      await mkdir(target, { recursive: true });
      if (tarball === undefined) await pack(packageDirectory, target);
      else await copyFile(resolve(tarball), join(target, file));
    },
  };
}

async function pack(packageDirectory: string, target: string): Promise<void> {
  // In a checkout, npm builds before it packs; an installed package is built already and has nothing to build with.
  const isCheckout = existsSync(join(packageDirectory, 'src'));
  const options = ['pack', '--silent', '--pack-destination', target, ...(isCheckout ? [] : ['--ignore-scripts'])];
  try {
    await promisify(execFile)('npm', options, { cwd: packageDirectory });
  } catch (error) {
    const said = (error as { readonly stderr?: string }).stderr?.trim().split('\n').at(-1) ?? '';
    const message = `annals cannot be packed in ${packageDirectory}: ${said || 'npm pack failed'}. Try \`npm pack\` there.`;
    throw new CliError('NO_TARBALL', message, exitCodes.failed, { cause: error });
  }
}
