import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { WriterSettings } from './writer.js';

/** Longer than any call of the store may take. */
const finishLimitMs = 120_000;

const main = 'test/faults/harness/writer.ts';

/** A writer in a process of its own, to be killed and frozen. */
export class WriterProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #errors = '';

  constructor(readonly settings: WriterSettings) {
    this.#child = spawn(process.execPath, ['--import', 'tsx', main, JSON.stringify(settings)], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    this.#child.stderr?.on('data', (piece: Buffer) => (this.#errors += piece.toString()));
    this.#ended = once(this.#child, 'close');
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
    if (!isEnded) throw new Error(`The writer ${this.settings.name} waits for something that never comes.`);
    if (this.#child.exitCode === 0) return;
    throw new Error(`The writer ${this.settings.name} ended with ${String(this.#child.exitCode)}:\n${this.#errors}`);
  }
}
