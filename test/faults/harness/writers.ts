import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultProcess } from './fault-process.js';
import type { Outcome } from './history.js';
import { Random } from './random.js';
import type { WriterSettings } from './writer.js';

type WriterProcess = FaultProcess<WriterSettings>;

const main = 'test/faults/harness/writer.ts';

interface WritersSettings {
  readonly database: string;
  /** Where the histories go. */
  readonly folder: string;
  readonly seed: number;
}

/** The writer processes of a test. */
export class Writers {
  readonly histories: string[] = [];
  readonly #running = new Set<WriterProcess>();
  readonly #random: Random;

  constructor(private readonly settings: WritersSettings) {
    this.#random = new Random(settings.seed + 1);
  }

  /** Starts one more. */
  start(uri: string, predecessor?: string): void {
    const { database, folder } = this.settings;
    const name = `writer-${this.histories.length + 1}`;
    const history = join(folder, `${name}.jsonl`);
    const seed = this.#random.below(2 ** 31);
    const settings: WriterSettings = { name, seed, uri, database, history };
    writeFileSync(history, ''); // a writer may be killed before it writes anything
    this.histories.push(history);
    const told = predecessor === undefined ? settings : { ...settings, predecessor };
    this.#running.add(new FaultProcess(main, told));
  }

  /** The one that reaches the servers at this address. */
  at(uri: string): WriterProcess {
    const writer = [...this.#running].find(({ settings }) => settings.uri === uri);
    if (writer === undefined) throw new Error(`No writer runs at ${uri}.`);
    return writer;
  }

  /** One of those that run. */
  pick(random: Random): WriterProcess {
    return random.pick([...this.#running]);
  }

  /** How many appends were told that they are stored. */
  acknowledged(): number {
    return this.#count('stored');
  }

  /** How often an append was told that its outcome is not known. */
  uncertain(): number {
    return this.#count('unknown');
  }

  /** Kills a writer; its successor repeats what it left open. */
  async replace(writer: WriterProcess): Promise<void> {
    this.#running.delete(writer);
    await writer.kill();
    this.start(writer.settings.uri, writer.settings.history);
  }

  /** Kills a writer that nobody succeeds: what it left open stays so. */
  async remove(writer: WriterProcess): Promise<void> {
    this.#running.delete(writer);
    await writer.kill();
    this.start(writer.settings.uri);
  }

  /** Lets all finish what they have begun. @throws Error when one did not end well */
  async finish(): Promise<void> {
    await Promise.all([...this.#running].map((writer) => writer.finish()));
    this.#running.clear();
  }

  async kill(): Promise<void> {
    await Promise.all([...this.#running].map((writer) => writer.kill()));
    this.#running.clear();
  }

  #count(outcome: Outcome['kind']): number {
    const word = `"outcome":{"kind":"${outcome}"`;
    return this.histories.reduce((count, history) => count + readFileSync(history, 'utf8').split(word).length - 1, 0);
  }
}
