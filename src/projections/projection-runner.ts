import type { EventLog, EventPage } from '../event-store/index.js';
import { CatchUpLoop } from '../subscriptions/index.js';
import type { ProjectionModel } from './projection-model.js';
import type { ReadModelTable } from './read-model-store.js';

const pageSize = 1_000;

/** Keeps one read model up to date. */
export class ProjectionRunner {
  readonly #loop: CatchUpLoop;
  readonly #waiting = new Set<() => void>();
  #position = -1;
  #error: unknown;

  constructor(
    log: EventLog,
    readonly model: ProjectionModel,
    readonly table: ReadModelTable,
  ) {
    this.#loop = new CatchUpLoop(log, {
      filter: { types: model.types },
      pageSize,
      position: async () => this.#reached(await table.position()),
      handle: (page, from) => this.#handle(page, from),
      caughtUp: () => {
        this.#error = undefined;
      },
      failed: (error) => {
        this.#error = error;
      },
    });
  }

  /** The global position that the read model is known to contain. */
  get position(): number {
    return this.#position;
  }

  /** Why the last page failed; `undefined` when it did not. */
  get error(): unknown {
    return this.#error;
  }

  async prepare(): Promise<void> {
    await this.table.prepare(this.model.indexes);
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Goes on from the stored position, which a rebuild has changed. */
  reload(): void {
    this.#loop.reload();
  }

  /** Resolves when the position moves, or after `timeoutMs`. */
  async moved(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#waiting.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, timeoutMs);
      this.#waiting.add(finish);
    });
  }

  async #handle(page: EventPage, from: number): Promise<boolean> {
    const committed = await projectPage(this.model, this.table, page, from);
    this.#error = undefined;
    if (committed) this.#reached(page.position);
    return committed;
  }

  #reached(position: number): number {
    this.#position = position;
    for (const finish of [...this.#waiting]) finish();
    return position;
  }
}

/** Projects one page and stores it with its step; false when another process was first. */
export async function projectPage(
  model: ProjectionModel,
  table: ReadModelTable,
  page: EventPage,
  from: number,
): Promise<boolean> {
  const changes = await (await model.project(page)).resolve(table);
  return table.commit({ changes, from, to: page.position });
}
