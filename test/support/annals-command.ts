import { spawn, type ChildProcess } from 'node:child_process';
import { runCli, type CliRun, type CliWorld } from './cli.js';
import { until } from './until.js';

/** How a command line has ended, with what stdout holds read as one JSON value. */
export interface CommandRun extends CliRun {
  json<T = unknown>(): T;
}

/** Runs a command line of `annals` in this process. */
export async function annals(args: readonly string[], world?: CliWorld): Promise<CommandRun> {
  const run = await runCli(args, world);
  return { ...run, json: <T>() => JSON.parse(run.stdout) as T };
}

export interface CliProcess {
  readonly child: ChildProcess;
  /** Resolves when it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  /** Resolves when it has said that. */
  said(stream: 'stderr' | 'stdout', text: RegExp): Promise<void>;
}

/** Runs a command line of `annals` in a process of its own, in the folder of the project. */
export function annalsProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): CliProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, ...output });
    });
  });
  const said = (stream: 'stderr' | 'stdout', text: RegExp) => until(() => text.test(output[stream]), 60_000);
  return { child, ended, said };
}
