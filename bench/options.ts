import { parseArgs } from 'node:util';
import { workloads } from './workloads/index.js';
import type { Workload } from './contest.js';

export interface BenchOptions {
  readonly only: readonly Workload[];
  readonly rounds: number;
  readonly quick: boolean;
  readonly list: boolean;
  readonly help: boolean;
  readonly json: string | undefined;
  readonly svg: string | undefined;
  readonly log: string | undefined;
}

export const usage = `npm run bench -- [options]

  --only NAMES    only these workloads, such as append-64,replay
  --rounds N      how often each contender is measured, 3 by default
  --quick         small sizes, to see that everything works
  --json FILE     writes all figures, in the shape that bench/report.ts documents
  --svg FILE      draws the main figures
  --log FILE      an event log (XES, plain or gzipped) for the workload full-log
  --list          names the workloads
  --help          shows this`;

/** Reads the command line. @throws Error that says what is wrong with it */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      quick: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      json: { type: 'string' },
      svg: { type: 'string' },
      log: { type: 'string' },
    },
  });
  const { quick, list, help, json, svg, log } = values;
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds is '${values.rounds}'; give a whole number from 1.`);
  }
  const only = values.only === undefined ? workloads : values.only.split(',').map(workloadNamed);
  return { only, rounds, quick, list, help, json, svg, log };
}

function workloadNamed(name: string): Workload {
  const workload = workloads.find((one) => one.name === name.trim());
  if (workload !== undefined) return workload;
  throw new Error(`No workload is called '${name}'. There are: ${workloads.map((one) => one.name).join(', ')}.`);
}
