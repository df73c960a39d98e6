import { spawn, type ChildProcess } from 'node:child_process';

export interface ExampleRun {
  readonly process: ChildProcess;
  /** Resolves when the process has ended, however it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Runs an example in a process of its own, on the server of the whole test run and in the database given. */
export function runExample(main: string, args: readonly string[], database: string): ExampleRun {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    env: { ...process.env, MONGODB_URI: process.env['ANNALS_TEST_MONGODB_URI'], DATABASE: database },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
  return { process: child, ended };
}
