import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs. */
export interface Running {
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  stdout(): string;
  /** What it has written to stdout and stderr. */
  output(): string;
  /** Waits until it has written a text. */
  says(text: string): Promise<void>;
  /** Sends a signal to it and to all that it has started. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** Programs as a shell runs them, in an environment that tells nothing of the tests. */
export class Programs {
  constructor(
    private readonly more: Readonly<Record<string, string>> = {},
    private readonly running = new Set<ChildProcess>(),
  ) {}

  /** Runs one to its end. @returns what it has written to stdout @throws with all it has written when it fails */
  readonly succeed = async (cwd: string, program: string, ...args: string[]): Promise<string> => {
    const child = this.start(cwd, {}, program, ...args);
    const code = await child.ended;
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}:\n${child.output()}`);
    return child.stdout();
  };

  readonly start = (cwd: string, more: Record<string, string>, program: string, ...args: string[]): Running => {
    const { MONGODB_URI: _, ANNALS_TEST_MONGODB_URI: __, JEST_WORKER_ID: ___, NODE_ENV: ____, ...env } = process.env;
    // A process group of its own: Ctrl-C reaches npm and what it runs, as in a shell.
    const child = spawn(program, args, { cwd, env: { ...env, CI: 'true', ...this.more, ...more }, detached: true });
    this.running.add(child);
    let [stdout, all] = ['', ''];
    child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (all += piece.toString()));
    const ended = once(child, 'close').then(([code]) => {
      this.running.delete(child);
      return code as number | null;
    });
    return {
      ended,
      stdout: () => stdout,
      output: () => all,
      says: async (text: string) => {
        while (!all.includes(text)) {
          const isOver = await Promise.race([ended.then(() => true), once(child.stdout, 'data').then(() => false)]);
          if (isOver && !all.includes(text)) throw new Error(`${program} has ended without saying '${text}':\n${all}`);
        }
      },
      stop: (signal: NodeJS.Signals) => {
        process.kill(-(child.pid ?? 0), signal);
        return ended;
      },
    };
  };

  /** The same, with more in their environment. */
  with(more: Readonly<Record<string, string>>): Programs {
    return new Programs({ ...this.more, ...more }, this.running);
  }

  /** Ends all that runs. */
  end(): void {
    for (const child of this.running) child.kill('SIGKILL');
  }
}
