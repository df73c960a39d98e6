import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StorePlace } from '../stores/bench-store.js';
import type { annalsTasks } from '../tasks/annals-tasks.js';
import type { storeTasks } from '../tasks/store-tasks.js';
import type { Answer, Request } from './serve.js';

type Tasks = typeof storeTasks & typeof annalsTasks;

/** The name of a task; those of `annalsTasks` only Annals can do. */
export type TaskName = keyof Tasks;
export type ParametersOf<Name extends TaskName> = Parameters<Tasks[Name]>[1];
export type ResultOf<Name extends TaskName> = Awaited<ReturnType<Tasks[Name]>>;

/** A contender in a process of its own: no heap, no compiled code and no version of the driver is shared with others. */
export class Host {
  readonly label: string;
  readonly #child: ChildProcess;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(label: string, child: ChildProcess) {
    this.label = label;
    this.#child = child;
  }

  /** Starts the process and waits until its store is open. */
  static async start(label: string, entry: URL, { uri, database }: StorePlace): Promise<Host> {
    const child = fork(fileURLToPath(entry), [uri, database], { execArgv: ['--import', 'tsx'] });
    const host = new Host(label, child);
    await host.#receive();
    return host;
  }

  /** Has a task done; tasks of one host wait for one another. */
  run<Name extends TaskName>(task: Name, parameters: ParametersOf<Name>): Promise<ResultOf<Name>> {
    const run = this.#last.then(() => this.#ask({ task, parameters }));
    this.#last = run.catch(() => undefined);
    return run as Promise<ResultOf<Name>>;
  }

  /** Ends the process, whatever it is doing. */
  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  async #ask(request: Request): Promise<unknown> {
    const answered = this.#receive();
    this.#child.send(request);
    const answer = (await answered) as Answer;
    if ('error' in answer) throw new Error(`${this.label}, ${request.task}: ${answer.error}`);
    return answer.result;
  }

  async #receive(): Promise<unknown> {
    const end = new AbortController();
    const { signal } = end;
    const ended = once(this.#child, 'exit', { signal }).then(([code, name]: unknown[]) => {
      throw new Error(
        `The process of ${this.label} ended unasked, with ${String(code ?? name)}; see above what it says.`,
      );
    });
    try {
      const [message] = (await Promise.race([once(this.#child, 'message', { signal }), ended])) as unknown[];
      return message;
    } finally {
      ended.catch(() => undefined);
      end.abort();
    }
  }
}
