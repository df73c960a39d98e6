import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

/** Who serves a data folder, and where. */
export interface RunningMark {
  readonly pid: number;
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
    if (typeof mark.pid !== 'number' || typeof mark.uri !== 'string') return undefined;
    process.kill(mark.pid, 0);
    await reach(Number(new URL(mark.uri).port));
    return { pid: mark.pid, uri: mark.uri };
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
