import type { Readable, Writable } from 'node:stream';

/** The world around a command: where it reads and writes, and what ends it. Tests give their own. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that the command was given in. */
  readonly directory: string;
  /** The folder of the package that runs: its package.json, README and examples. */
  readonly packageDirectory: string;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
}

/** Whether questions can be asked. */
export function isInteractive({ stdin, stdout, env }: Terminal): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && !env['CI'];
}
