import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from './terminal.js';

/** How a program has ended. */
export interface Ended {
  readonly code: number | null;
  /** What it has written, to stdout and stderr. */
  readonly said: string;
}

/** Runs a program in a folder, to its end; an abort ends it early. It rejects where the program is not there. */
export async function runChild(
  program: string,
  args: readonly string[],
  cwd: string,
  { env, signal }: Pick<Terminal, 'env' | 'signal'>,
): Promise<Ended> {
  const child = spawn(program, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}

/** The lines of what a program has written, without colours. There is always one, which may be empty. */
export function linesOf({ said }: Pick<Ended, 'said'>): string[] {
  return stripVTControlCharacters(said)
    .trim()
    .split(/\s*\n\s*/);
}
