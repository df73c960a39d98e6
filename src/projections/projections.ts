import { describeValue, ProjectionBehindError, UnknownMessageError } from '../errors/index.js';
import type { EventLog, EventStore } from '../event-store/index.js';
import type { Class } from '../messages/index.js';
import { describeFailure, type Subscriptions } from '../subscriptions/index.js';
import { checkPreviewOptions, type PreviewOptions, type ReadModelPreview } from './preview.js';
import { Previews } from './previews.js';
import type { ProjectionModel } from './projection-model.js';
import { ProjectionRunner } from './projection-runner.js';
import type { ProjectionProgress } from './read-model-reader.js';
import type { ReadModelStore } from './read-model-store.js';
import { rebuildReadModel, type RebuildOptions } from './rebuild.js';

const pollMs = 50;

/** Where a projection is. */
export interface ProjectionStatus {
  readonly name: string;
  /** `failing` while a page cannot be handled; it is tried again. */
  readonly state: 'up-to-date' | 'catching-up' | 'failing' | 'rebuilding';
  /** The global position that the read model contains, -1 at the start. */
  readonly position: number;
  /** How many global positions it is behind the log's end. */
  readonly lag: number;
  /** Why the last page failed, `null` when it did not. */
  readonly error: string | null;
}

/** The projections of an application. */
export class Projections implements ProjectionProgress {
  readonly #runners: ReadonlyMap<string, ProjectionRunner>;
  readonly #rebuilding = new Map<string, Promise<number>>();
  readonly #previews: Previews;

  /** @internal */
  constructor(
    private readonly store: EventStore & EventLog,
    private readonly readModels: ReadModelStore,
    models: readonly ProjectionModel[],
  ) {
    this.#runners = new Map(
      models.map((model) => [model.name, new ProjectionRunner(store, model, readModels.live(model.name))]),
    );
    this.#previews = new Previews(store, readModels);
  }

  /** Prepares the read models and shares their upkeep out: each projection runs in one process at a time. @internal */
  async start(subscriptions: Subscriptions): Promise<void> {
    const runners = [...this.#runners.values()];
    await Promise.all(runners.map((runner) => runner.prepare(subscriptions.log)));
    await Promise.all(
      runners.map((runner) => {
        const { name, types } = runner.model;
        return subscriptions.share(runner, { kind: 'projection', name, patterns: types, sliceCount: 1 });
      }),
    );
  }

  /** Where every projection is, by name. */
  async status(): Promise<readonly ProjectionStatus[]> {
    const head = await this.store.headPosition();
    return Promise.all([...this.#runners.values()].map((runner) => this.#statusOf(runner, head)));
  }

  /**
   * Fills a fresh read model from the first event on and puts it in the place of the live one; queries see the old one
   * until then. A second call while one is under way waits for that one, and its options count for nothing. Of several
   * processes that rebuild one projection at the same time, the last that has begun does it.
   *
   * @returns the global position that the new read model contains
   * @throws UnknownMessageError when no projection has this name
   * @throws InvalidArgumentError when another process has begun a rebuild of it since
   * @throws the reason of the signal, when that has ended it
   * @example
   * ```ts
   * await app.projections.rebuild('account-summaries', {
   *   onProgress: ({ position, head }) => console.log(`${position} of ${head}`),
   *   signal: AbortSignal.timeout(60_000),
   * });
   * ```
   */
  rebuild(name: string, options: RebuildOptions = {}): Promise<number> {
    let rebuilding = this.#rebuilding.get(name);
    if (rebuilding === undefined) {
      rebuilding = this.#rebuild(name, options).finally(() => this.#rebuilding.delete(name));
      this.#rebuilding.set(name, rebuilding);
    }
    return rebuilding;
  }

  /**
   * Projects the events up to some moment into a throw-away read model, and resolves when it can be queried. The live
   * read model and its queries notice nothing of it. Several may be open at once; each is to be closed, and the
   * application's `close()` ends those that are left.
   *
   * @param projection the class, or the projection's name
   * @param options up to when: `asOf` a moment or `atPosition` a global position, both inclusive; by default all events
   * @throws UnknownMessageError when there is no such projection
   * @throws InvalidArgumentError when the options name no moment
   * @example
   * ```ts
   * await using january = await app.projections.preview<AccountSummary>(AccountSummaries, { asOf: new Date('2026-02-01') });
   * const rich = await january.find({ sort: { balance: 'desc' }, limit: 10 });
   * ```
   */
  async preview<T extends object = Record<string, unknown>>(
    projection: Class | string,
    options: PreviewOptions = {},
  ): Promise<ReadModelPreview<T>> {
    const { model } = this.#runnerOf(projection);
    return (await this.#previews.begin(model, checkPreviewOptions(options))) as ReadModelPreview<T>;
  }

  /**
   * Resolves when a read model contains a global position.
   *
   * @throws ProjectionBehindError after `timeoutMs`; its `cause` is what keeps the projection from going on
   */
  async waitFor(name: string, position: number, timeoutMs: number): Promise<void> {
    const runner = this.#runnerOf(name);
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const left = deadline - performance.now();
      // Only the stored position counts: a rebuild, here or elsewhere, may have put the read model back a little.
      const isElsewhere = runner.slices.length === 0;
      if (isElsewhere || runner.position >= position || left <= 0) {
        const reached = await runner.table.position();
        if (reached >= position) return;
        if (left <= 0) throw new ProjectionBehindError(name, position, reached, timeoutMs, { cause: runner.error });
      }
      await runner.moved(Math.min(left, pollMs));
    }
  }

  /** Drops the previews and finishes the rebuilds. @internal */
  async stop(): Promise<void> {
    await this.#previews.stop();
    await Promise.allSettled(this.#rebuilding.values());
  }

  async #rebuild(name: string, options: RebuildOptions): Promise<number> {
    const runner = this.#runnerOf(name);
    const position = await rebuildReadModel(this.store, this.readModels, runner.model, options);
    runner.reload();
    return position;
  }

  async #statusOf(runner: ProjectionRunner, head: number): Promise<ProjectionStatus> {
    const { name } = runner.model;
    const position = await runner.table.position();
    const lag = Math.max(0, head - position);
    const { error } = runner;
    const state = this.#rebuilding.has(name) ? 'rebuilding' : lag === 0 ? 'up-to-date' : 'catching-up';
    if (error === undefined) return { name, state, position, lag, error: null };
    return { name, state: 'failing', position, lag, error: describeFailure(error) };
  }

  #runnerOf(projection: Class | string): ProjectionRunner {
    const runner =
      typeof projection === 'string'
        ? this.#runners.get(projection)
        : [...this.#runners.values()].find(({ model }) => model.class === projection);
    if (runner !== undefined) return runner;
    const names = [...this.#runners.keys()];
    throw new UnknownMessageError(
      'UNKNOWN_PROJECTION',
      `No projection is ${typeof projection === 'string' ? `called '${projection}'` : describeValue(projection)}. ` +
        `There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ') || 'none'}.`,
    );
  }
}
