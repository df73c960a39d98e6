import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** Longer than any call of the store may take. */
const finishLimitMs = 120_000;

/** A program of the fault tests in a process of its own, to be killed and frozen. */
export class FaultProcess<Settings extends { readonly name: string }> {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #errors = '';

  /** @param main the program, which is given the settings as JSON, and ends when its stdin does */
  constructor(
    main: string,
    readonly settings: Settings,
  ) {
    this.#child = spawn(process.execPath, ['--import', 'tsx', main, JSON.stringify(settings)], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    this.#child.stderr?.on('data', (piece: Buffer) => (this.#errors += piece.toString()));
    this.#ended = once(this.#child, 'close');
  }

  /** What it has complained about. */
  get errors(): string {
    return this.#errors;
  }

  /** Whether it runs, or stands still. */
  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  wake(): void {
    this.#child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Lets it finish what it has begun. @throws Error when it did not end well, or never */
  async finish(): Promise<void> {
    this.#child.stdin?.end();
    const isEnded = await Promise.race([this.#ended.then(() => true), wait(finishLimitMs, false, { ref: false })]);
    const { name } = this.settings;
    if (!isEnded) throw new Error(`The process ${name} waits for something that never comes.`);
    if (this.#child.exitCode === 0) return;
    throw new Error(`The process ${name} ended with ${String(this.#child.exitCode)}:\n${this.#errors}`);
  }
}
