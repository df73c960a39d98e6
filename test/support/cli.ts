import { PassThrough, Writable } from 'node:stream';
import { run } from '../../src/cli/run.js';

/** How a command line has ended. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command line is run in. */
export interface CliWorld {
  /** The folder; that of this project by default. */
  readonly directory?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly isTTY?: boolean;
}

/** Runs a command line of `annals` in this process, with what it writes caught. Nothing of this process's environment is seen. */
export async function runCli(args: readonly string[], world: CliWorld = {}): Promise<CliRun> {
  const { directory = process.cwd(), env = {}, signal = new AbortController().signal, isTTY = false } = world;
  const [stdout, stderr] = [caught(), caught()];
  const terminal = { stdin: Object.assign(new PassThrough(), { isTTY }), directory, env, signal };
  const code = await run(args, {
    ...terminal,
    stdout: Object.assign(stdout.stream, { isTTY, columns: 120 }),
    stderr: Object.assign(stderr.stream, { isTTY }),
    packageDirectory: process.cwd(),
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function caught() {
  let text = '';
  const stream = new Writable({
    write(piece: Buffer, _encoding, done) {
      text += piece.toString();
      done();
    },
  });
  return { stream, text: () => text };
}
