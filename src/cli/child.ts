import { spawn } from 'node:child_process';

/** How a program has ended. */
export interface Ended {
  readonly code: number | null;
  /** What it has written, to stdout and stderr. */
  readonly said: string;
}

/** Runs a program to its end; an abort ends it early. It rejects where the program is not there. */
export async function runChild(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly signal?: AbortSignal },
): Promise<Ended> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}
