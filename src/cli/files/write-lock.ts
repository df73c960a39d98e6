import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../../embedded/index.js';
import { CliError, interrupted } from '../cli-error.js';

const [patienceMs, pauseMs, namingMs] = [10_000, 20, 1_000];

/**
 * Works while no other annals writes below a folder. The lock of a process that was killed counts no more.
 *
 * @throws CliError LOCKED when the other one does not end, INTERRUPTED
 */
export async function whileLocked<T>(
  folder: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const lock = join(folder, '.annals-lock');
  const deadline = performance.now() + patienceMs;
  while (!(await isTaken(lock))) {
    if (signal?.aborted === true) throw interrupted();
    if (performance.now() > deadline) {
      throw new CliError(
        'LOCKED',
        `Another annals writes in ${folder}, and nothing was written. Wait for it; if none runs, delete ${lock}.`,
      );
    }
    await delay(pauseMs);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function isTaken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (await isLeftover(lock)) await rm(lock, { force: true });
    return false;
  }
}

/** Whether its process has been killed, at the latest before it had written its number into it. */
async function isLeftover(lock: string): Promise<boolean> {
  try {
    const owner = Number(await readFile(lock, 'utf8'));
    return owner > 0 ? !isAlive(owner) : Date.now() - (await stat(lock)).mtimeMs > namingMs;
  } catch {
    return false; // released meanwhile
  }
}
