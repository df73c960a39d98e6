import { execFile } from 'node:child_process';
import { promisify, types } from 'node:util';

/** A mongod executable that was seen to run on this machine. */
export interface MongodBinary {
  /** The absolute path of the executable. */
  readonly path: string;
  /** The version it reports, such as `6.0.5`. */
  readonly version: string;
}

const run = promisify(execFile);

/** The storage protocol needs what MongoDB 5.0 brought. */
const oldestMajorVersion = 5;

/**
 * Runs `mongod --version`: the proof that the file is a mongod, that its libraries are there, and that it is new enough.
 *
 * @throws Error with the reason why this mongod is of no use
 */
export async function probeMongod(path: string): Promise<MongodBinary> {
  const version = /db version v(\d+\.\d+\.\d+)/.exec(await versionOutput(path))?.[1];
  if (version === undefined) throw new Error(`${path} does not report the version of a mongod`);
  if (Number.parseInt(version) < oldestMajorVersion) {
    throw new Error(`${path} is MongoDB ${version}, which is too old (${oldestMajorVersion}.0 or later is needed)`);
  }
  return { path, version };
}

async function versionOutput(path: string): Promise<string> {
  try {
    return (await run(path, ['--version'], { timeout: 15_000 })).stdout;
  } catch (error) {
    throw new Error(`${path} does not run here: ${reasonOf(error)}`, { cause: error });
  }
}

/** The last line that a failed command or call says, without the stack and the command line. */
export function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const output = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  const lines = (output === '' ? error.message : output).trim().split('\n');
  return lines.at(-1) ?? error.name;
}
