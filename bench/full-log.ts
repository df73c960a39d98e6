import { spawn } from 'node:child_process';

/** What the loans example says of itself. */
export interface FullLogResult {
  readonly eventsPerSecond: number;
  readonly peakMegabytes: number;
}

/** Replays a whole log through commands, in a process of its own. */
export async function replayLog(file: string, uri: string, database: string): Promise<FullLogResult> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/loans/main.ts', file], {
    env: { ...process.env, MONGODB_URI: uri, DATABASE: database },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`examples/loans ended with code ${String(code)}:\n${output}`);
  return { eventsPerSecond: figure(output, /\((\d+)\/s\)/), peakMegabytes: figure(output, /Peak memory: (\d+) MB/) };
}

function figure(output: string, pattern: RegExp): number {
  return Number(pattern.exec(output)?.[1] ?? Number.NaN);
}
