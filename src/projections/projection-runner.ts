import type { EventPage } from '../event-store/index.js';
import { CatchUpLoop, subscriptionId, type FollowedLog, type SliceWorker } from '../subscriptions/index.js';
import type { ProjectionModel } from './projection-model.js';
import type { ReadModelTable } from './read-model-store.js';

const pageSize = 1_000;

/** Keeps one read model up to date, as long as it is this process's turn. */
export class ProjectionRunner implements SliceWorker {
  readonly id: string;
  readonly group = 'projections';
  #loop: CatchUpLoop | undefined;
  /** The loops of earlier turns come to their end. */
  #ended: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<() => void>();
  #position = -1;
  #error: unknown;

  constructor(
    private log: FollowedLog,
    readonly model: ProjectionModel,
    readonly table: ReadModelTable,
  ) {
    this.id = subscriptionId({ kind: 'projection', name: model.name });
  }

  /** Its one slice, when it is this process's turn. */
  get slices(): readonly number[] {
    return this.#loop === undefined ? [] : [0];
  }

  /** The global position that the read model is known to contain. */
  get position(): number {
    return this.#position;
  }

  /** Why the last page failed; `undefined` when it did not. */
  get error(): unknown {
    return this.#error;
  }

  /** Prepares the read model, and follows this log from then on. */
  async prepare(log: FollowedLog): Promise<void> {
    this.log = log;
    await this.table.prepare(this.model.indexes);
  }

  async take(): Promise<void> {
    const loop = new CatchUpLoop(this.log, {
      filter: { types: this.model.types },
      pageSize,
      position: async () => this.#reached(await this.table.position()),
      handle: (page, from) => this.#handle(page, from),
      caughtUp: () => {
        this.#error = undefined;
      },
      failed: (error) => {
        this.#error = error;
      },
    });
    this.#loop = loop;
    // Not waited for: the lease is renewed meanwhile, and a page may take long.
    void this.#ended.then(() => {
      if (this.#loop === loop) loop.start();
    });
  }

  /** Finishes the page under way. */
  async handBack(): Promise<void> {
    this.lose();
    await this.#ended;
  }

  /** A page under way is stored, or finds that another process was first. */
  lose(): void {
    const loop = this.#loop;
    this.#loop = undefined;
    if (loop === undefined) return;
    const stopped = loop.stop();
    this.#ended = this.#ended.then(() => stopped);
  }

  /** Goes on from the stored position, which a rebuild has changed. */
  reload(): void {
    this.#loop?.reload();
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
