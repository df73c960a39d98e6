import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { ExpectedStreamVersion } from '../../../src/event-store/index.js';

/** One stream's part of an append. */
export interface Part {
  readonly streamId: string;
  readonly expected: ExpectedStreamVersion;
  readonly eventIds: readonly string[];
}

/** Where a part was stored, as the store said. */
export interface Place {
  readonly streamVersion: number;
  readonly globalPosition: number;
}

/** What a writer means to do. */
export type Intent =
  { readonly kind: 'append'; readonly parts: readonly Part[] } | { readonly kind: 'read'; readonly streamId: string };

/** What it was told. `refused`: nothing is stored, for another reason than a version. `unknown`: it may be stored. */
export type Outcome =
  | { readonly kind: 'stored'; readonly places: readonly Place[] }
  | { readonly kind: 'conflict'; readonly streamId: string; readonly actual: number }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'version'; readonly version: number };

/** An operation of a writer; the outcome is missing when it was killed before it heard it. */
export interface Operation {
  readonly id: string;
  readonly intent: Intent;
  readonly calledAt: number;
  readonly outcome: Outcome;
  /** Infinity as long as the outcome is not known. */
  readonly returnedAt: number;
}

type Line = { readonly id: string; readonly at: number } & (
  { readonly intent: Intent } | { readonly outcome: Outcome }
);

/** Keeps what a writer does in a file. A line is in the file before the writer goes on, so a kill loses none. */
export class HistoryFile {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  intend(id: string, intent: Intent): void {
    this.#write({ id, at: now(), intent });
  }

  conclude(id: string, outcome: Outcome): void {
    this.#write({ id, at: now(), outcome });
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(line: Line): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

/** Nanoseconds of a clock that all processes of the machine share, and that never jumps. */
function now(): number {
  return Number(process.hrtime.bigint());
}

/**
 * Reads the files of several writers as one history. An operation that was repeated is one operation, from its first
 * call until its outcome was known.
 */
export function readHistory(paths: readonly string[]): readonly Operation[] {
  const operations = new Map<string, Operation>();
  const lines = paths.flatMap(readLines).sort((one, other) => one.at - other.at);
  for (const line of lines) {
    const { id, at } = line;
    const known = operations.get(id);
    if ('intent' in line) {
      if (known !== undefined) continue;
      const returnedAt = Number.POSITIVE_INFINITY;
      operations.set(id, { id, intent: line.intent, calledAt: at, outcome: { kind: 'unknown' }, returnedAt });
    } else if (known?.outcome.kind === 'unknown' && line.outcome.kind !== 'unknown') {
      operations.set(id, { ...known, outcome: line.outcome, returnedAt: at });
    }
  }
  return [...operations.values()];
}

function readLines(path: string): readonly Line[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.pop(); // what stands behind the last line break was not written to its end
  return lines.map((line) => JSON.parse(line) as Line);
}
