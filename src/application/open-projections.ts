import type { Container } from 'inversify';
import { UpcastingEventStore } from '../event-store/index.js';
import {
  createReadModelReader,
  Projections,
  readModel,
  type ProjectionStatus,
  type RebuildOptions,
} from '../projections/index.js';
import type { Storage, StorageProvider } from '../storage/index.js';
import { componentModels } from './component-models.js';
import { sortComponents, type Component } from './components.js';
import { HandlerContainer } from './handler-container.js';

export interface OpenProjectionsOptions {
  /** What the application is made of, as `createApplication` takes it. */
  readonly components: readonly Component[];
  /** Where everything is kept: `mongodb({ uri })` or `inMemory()`. */
  readonly store: StorageProvider;
  /** A container with the services that projections have injected. */
  readonly container?: Container;
}

/** The read models' upkeep from outside of the application. */
export interface OpenedProjections extends AsyncDisposable {
  /** The names of the projections, sorted. */
  readonly names: readonly string[];
  /** Where every projection is; it shows no error of the processes that keep it. */
  status(): Promise<readonly ProjectionStatus[]>;
  /**
   * Fills a fresh read model from the first event on and puts it in the place of the live one. The processes of the
   * application go on from there by themselves.
   *
   * @returns the global position that the new read model contains
   * @throws UnknownMessageError when no projection has this name
   * @throws InvalidArgumentError when another process has begun a rebuild of it since
   * @throws the reason of the signal, when that has ended it
   */
  rebuild(name: string, options?: RebuildOptions): Promise<number>;
  /** Ends the rebuilds that are under way, and lets go of the database. Safe to repeat. */
  close(): Promise<void>;
}

/**
 * Opens the projections of an application for a tool or a script that looks after them: nothing follows the log, and no
 * event is handed to a subscriber, a webhook or a process manager, so it can run beside the application.
 *
 * @throws ConfigurationError when the classes do not fit together
 * @throws StorageError when the database cannot be used
 * @example
 * ```ts
 * await using projections = await openProjections({ components: [accounts], store: mongodb({ uri }) });
 * await projections.rebuild('account-summaries');
 * ```
 */
export async function openProjections(options: OpenProjectionsOptions): Promise<OpenedProjections> {
  const handlers = new HandlerContainer(options.container);
  const { projections: models, upcasting } = componentModels(sortComponents(options.components), handlers);
  const storage = await options.store.open();
  try {
    const { eventStore, readModels } = storage;
    const store = upcasting.types.length === 0 ? eventStore : new UpcastingEventStore(eventStore, upcasting);
    const projections = new Projections(store, readModels, models);
    for (const { name } of models) {
      handlers.bindValue(readModel(name), createReadModelReader(name, readModels.live(name), projections));
    }
    const types = models.map((model) => model.class);
    for (const type of types) handlers.bindClass(type);
    handlers.verify(types);
    return opened(storage, projections, models.map(({ name }) => name).sort());
  } catch (error) {
    await storage.close();
    throw error;
  }
}

function opened(storage: Storage, projections: Projections, names: readonly string[]): OpenedProjections {
  const closing = new AbortController();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing.abort(
      new Error('The projections were closed before the rebuild had ended. The live read model is as it was.'),
    );
    closed ??= projections.stop().then(() => storage.close());
    return closed;
  };
  return {
    names,
    status: () => projections.status(),
    rebuild: async (name, { signal, ...options } = {}) => {
      const signals = signal === undefined ? [closing.signal] : [signal, closing.signal];
      return projections.rebuild(name, { ...options, signal: AbortSignal.any(signals) });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
