import { execFile } from 'node:child_process';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Operation } from './history.js';

const run = promisify(execFile);

const source = 'test/faults/checker';
const folder = '.cache/faults';
const buildLimitMs = 120_000;

/** What the checker says about a history. */
export interface Verdict {
  /** `'unjudged'` where there is no checker, or where it took too long. */
  readonly verdict: 'linearizable' | 'illegal' | 'unjudged';
  readonly operations: number;
  /** The streams that no order of the operations explains, or why nothing was judged. */
  readonly reason: string;
}

/** An operation on one stream, as the checker reads it. */
interface Step {
  readonly stream: string;
  readonly call: number;
  /** Missing while the outcome is not known. */
  readonly return?: number;
  readonly outcome: 'stored' | 'conflict' | 'unknown' | 'version';
  readonly expected?: number | string;
  readonly count?: number;
  /** The version of the stream after an append that is stored, at a conflict, or as it was read. */
  readonly version?: number;
}

let building: Promise<string | { readonly reason: string }> | undefined;

/**
 * Judges a history with the program in `checker`, which needs Go and its module once.
 *
 * @param readsMayLag what callers were told of a version may be so much older than their calls, in nanoseconds
 */
export async function judgeLinearizability(
  history: readonly Operation[],
  name: string,
  readsMayLag = 0,
): Promise<Verdict> {
  building ??= build().catch((error: unknown) => {
    const reason = `the checker cannot be built with Go: ${lastLine(error)}`;
    process.stderr.write(`linearizability is not judged, the invariants alone are: ${reason}\n`);
    return { reason };
  });
  const checker = await building;
  if (typeof checker !== 'string') return { verdict: 'unjudged', operations: 0, reason: checker.reason };
  const steps = history.flatMap((operation) => stepsOf(operation, readsMayLag));
  const file = join(folder, `${name}.jsonl`);
  await writeFile(file, steps.map((step) => `${JSON.stringify(step)}\n`).join(''));
  const { stdout } = await run(checker, [file]);
  return JSON.parse(stdout) as Verdict;
}

async function build(): Promise<string> {
  await mkdir(folder, { recursive: true });
  const program = resolve(folder, 'linearizability');
  const built = `${program}-${process.pid}`; // several processes may build it at once
  await run('go', ['build', '-o', built, '.'], { cwd: source, timeout: buildLimitMs });
  await rename(built, program);
  return program;
}

function lastLine(error: unknown): string {
  const said = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : '';
  return (said || String(error)).trim().split('\n').at(-1) ?? '';
}

/** One step for each stream: that an append to several is whole the invariants see to. */
function stepsOf({ intent, outcome, calledAt, returnedAt }: Operation, readsMayLag: number): readonly Step[] {
  const times = { call: calledAt, ...(Number.isFinite(returnedAt) && { return: returnedAt }) };
  const lagging = { ...times, call: calledAt - readsMayLag };
  if (intent.kind === 'read') {
    if (outcome.kind !== 'version') return [];
    return [{ ...lagging, stream: intent.streamId, outcome: 'version', version: outcome.version }];
  }
  return intent.parts.flatMap(({ streamId, expected, eventIds }, index): readonly Step[] => {
    const append = { ...times, stream: streamId, expected, count: eventIds.length };
    if (outcome.kind === 'unknown') return [{ ...append, outcome: 'unknown' }];
    if (outcome.kind === 'stored') {
      const version = outcome.places[index]?.streamVersion;
      return [{ ...append, outcome: 'stored', ...(version !== undefined && { version }) }];
    }
    // Of the streams of one append the conflict was found in one.
    if (outcome.kind !== 'conflict' || outcome.streamId !== streamId) return [];
    return [{ ...append, ...lagging, outcome: 'conflict', version: outcome.actual }];
  });
}
