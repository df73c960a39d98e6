import { statSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultProcess } from './fault-process.js';
import { readHandled, type Handled } from './handled.js';
import { Random } from './random.js';
import type { ReactorSettings } from './reactor.js';

export type Reactor = FaultProcess<ReactorSettings>;

const main = 'test/faults/harness/reactor.ts';

interface ReactorsSettings {
  readonly uri: string;
  readonly database: string;
  /** Where the files of the processes go. */
  readonly folder: string;
  readonly seed: number;
  readonly handlerPauseMs: number;
}

/** The processes of a test that share reactions out. */
export class Reactors {
  readonly #running = new Set<Reactor>();
  readonly #started: Reactor[] = [];
  readonly #handled = new Map<string, string>();
  readonly #random: Random;

  constructor(private readonly settings: ReactorsSettings) {
    this.#random = new Random(settings.seed + 1);
  }

  get running(): readonly Reactor[] {
    return [...this.#running];
  }

  /** Those that have handled something. */
  get atWork(): readonly Reactor[] {
    return this.running.filter((reactor) => this.progress(reactor) > 0);
  }

  /** Starts one more. */
  start(): Reactor {
    const { uri, database, folder, handlerPauseMs } = this.settings;
    const name = `reactor-${this.#handled.size + 1}`;
    const [handled, projecting] = [join(folder, `${name}.handled`), join(folder, `${name}.projecting`)];
    writeFileSync(handled, ''); // a process may be killed before it writes anything
    writeFileSync(projecting, '');
    this.#handled.set(name, handled);
    const seed = this.#random.below(2 ** 31);
    const reactor = new FaultProcess(main, { name, seed, uri, database, handled, projecting, handlerPauseMs });
    this.#running.add(reactor);
    this.#started.push(reactor);
    return reactor;
  }

  /** One of those that are at work. */
  pick(random: Random): Reactor {
    return random.pick(this.atWork);
  }

  /** The one whose projection was at work last, if it has just been. */
  projecting(): Reactor | undefined {
    const times = this.running.map((reactor) => ({ reactor, at: statSync(reactor.settings.projecting).mtimeMs }));
    const last = times.sort((one, other) => other.at - one.at)[0];
    return last !== undefined && last.at > Date.now() - projectsForMs ? last.reactor : undefined;
  }

  /** Kills a process, and starts another one in its place. */
  async replace(reactor: Reactor): Promise<Reactor> {
    await this.kill(reactor);
    return this.start();
  }

  async kill(reactor: Reactor): Promise<void> {
    this.#running.delete(reactor);
    await reactor.kill();
  }

  /** How much all subscribers together, or that of one process, have written about what they have handled. */
  progress(reactor?: Reactor): number {
    const files = reactor === undefined ? [...this.#handled.values()] : [reactor.settings.handled];
    return files.reduce((sum, file) => sum + statSync(file).size, 0);
  }

  handled(): readonly Handled[] {
    return readHandled(this.#handled);
  }

  /** Lets all finish what they have begun. @throws Error when one did not end well, also long ago */
  async finish(): Promise<void> {
    await Promise.all(this.running.map((reactor) => reactor.finish()));
    this.#running.clear();
  }

  /** Puts what each process has complained about beside what it has handled: for whoever looks into a failure. */
  async writeComplaints(): Promise<void> {
    await Promise.all(
      this.#started.map(({ errors, settings: { name } }) =>
        writeFile(join(this.settings.folder, `${name}.stderr`), errors),
      ),
    );
  }

  async killAll(): Promise<void> {
    await Promise.all(this.running.map((reactor) => this.kill(reactor)));
  }
}

/** There is always something to project, so one that is at work has been so a moment ago. */
const projectsForMs = 500;
