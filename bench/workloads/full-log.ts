import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Sample } from '../measure/sample.js';
import type { Workload } from '../contest.js';
import { annals } from '../stage.js';
import type { StorePlace } from '../stores/bench-store.js';

/** A real log, case by case, as the loans example replays it. */
export const fullLog: Workload = {
  name: 'full-log',
  title: 'Full replay of an event log through commands',
  unit: 'events/s',
  async prepare({ log, place }) {
    if (log === undefined) return 'no log was named: npm run bench -- --log FILE.xes.gz';
    if (!existsSync(log)) return `there is no file ${log}`;
    let run = 0;
    return {
      contenders: [
        {
          name: annals,
          run: () => replayLog(log, { ...place, database: `${place.database}_${String(run++)}` }),
          warmUp: () => Promise.resolve(),
        },
      ],
    };
  },
};

/** Runs the example in a process of its own, and reads what it says of itself. */
async function replayLog(file: string, { uri, database }: StorePlace): Promise<Sample> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/loans/src/main.ts', file], {
    env: { ...process.env, MONGODB_URI: uri, DATABASE: database },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`examples/loans ended with code ${String(code)}:\n${output}`);
  return {
    figures: { rate: figure(output, /\((\d+)\/s\)/), 'peak RSS MB': figure(output, /Peak memory: (\d+) MB/) },
  };
}

function figure(output: string, pattern: RegExp): number {
  return Number(pattern.exec(output)?.[1] ?? Number.NaN);
}
