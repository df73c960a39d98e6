import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { RecordedEvent } from '../../../src/index.js';

/** That a process has handled an event, and when by the clock that all processes of the machine share. */
export interface Handled {
  readonly by: string;
  readonly at: number;
  readonly streamId: string;
  readonly streamPosition: number;
}

/** Keeps what a process has handled in a file. A line is in the file before the handler ends, so a kill loses none. */
export class HandledFile {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  handled({ streamId, streamPosition }: RecordedEvent): void {
    writeSync(this.#file, `${Number(process.hrtime.bigint())} ${streamPosition} ${streamId}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Reads the files of several processes, by name, in the order in which things happened. */
export function readHandled(files: ReadonlyMap<string, string>): readonly Handled[] {
  return [...files].flatMap(([by, path]) => readLines(by, path)).sort((one, other) => one.at - other.at);
}

function readLines(by: string, path: string): readonly Handled[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.pop(); // what stands behind the last line break was not written to its end
  return lines.map((line) => {
    const [at, streamPosition, streamId = ''] = line.split(' ');
    return { by, at: Number(at), streamId, streamPosition: Number(streamPosition) };
  });
}
