import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

/** Who serves a data folder, and where. */
export interface RunningMark {
  readonly pid: number;
  /** The process that has started the mongod, and that it ends with. */
  readonly owner?: number;
  readonly uri: string;
}

const fileIn = (dataDirectory: string) => join(dataDirectory, 'annals-mongod.json');

/** Leaves word in a data folder of the mongod that serves it, for other processes of this machine. */
export async function writeRunningMark(dataDirectory: string, mark: RunningMark): Promise<void> {
  await writeFile(fileIn(dataDirectory), JSON.stringify(mark));
}

export async function removeRunningMark(dataDirectory: string): Promise<void> {
  await rm(fileIn(dataDirectory), { force: true });
}

/** The mark of a mongod that still lives and listens; undefined where there is none, or its process has gone. */
export async function readRunningMark(dataDirectory: string): Promise<RunningMark | undefined> {
  try {
    const mark = JSON.parse(await readFile(fileIn(dataDirectory), 'utf8')) as Partial<RunningMark>;
    const { pid, uri, owner } = mark;
    if (typeof pid !== 'number' || typeof uri !== 'string') return undefined;
    process.kill(pid, 0);
    await reach(Number(new URL(uri).port));
    return { pid, uri, ...(typeof owner === 'number' && { owner }) };
  } catch {
    return undefined;
  }
}

/** Resolves when somebody listens on a port of this machine, for a process number may have passed to another program. */
async function reach(port: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}
