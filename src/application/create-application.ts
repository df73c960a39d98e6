import type { Container } from 'inversify';
import { CommandBus, Repository, type ConflictRetry } from '../commands/index.js';
import { classModel, type AggregateModel, type AggregateRoot } from '../domain/index.js';
import { ConfigurationError, describeValue } from '../errors/index.js';
import { eventHandlersOf, EventRegistry, type Class, type Middleware } from '../messages/index.js';
import {
  createReadModelReader,
  projectionModel,
  Projections,
  readModel,
  type Storage,
  type StorageProvider,
} from '../projections/index.js';
import { QueryBus } from '../queries/index.js';
import { Application } from './application.js';
import { commandExecutors } from './command-executors.js';
import { sortComponents, type Component, type Components } from './components.js';
import { HandlerContainer } from './handler-container.js';
import { queryExecutors } from './query-executors.js';
import { requireDistinctStreams, requireUniqueNames } from './unique-names.js';

export interface ApplicationOptions {
  /** The application's classes and deciders, or modules (`import * as accounts`) that export them. */
  readonly components: readonly Component[];
  /** Where everything is kept: `mongodb({ uri })` or `inMemory()`. */
  readonly store: StorageProvider;
  /** A container with the services that handlers have injected. */
  readonly container?: Container;
  /** What happens around every command and query, the outermost first. */
  readonly middleware?: readonly Middleware[];
  /** What to do when two writers meet. */
  readonly retry?: Partial<ConflictRetry>;
}

/**
 * Puts an application together and starts it.
 *
 * Everything that does not fit together is found here, before a message is taken: the error names the classes.
 *
 * @throws ConfigurationError when the classes do not fit together
 * @throws StorageError when the database cannot be used
 */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const assemble = prepare(options);
  const storage = await options.store.open();
  try {
    const application = assemble(storage);
    await application.projections.start();
    return application;
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** Checks what can be checked without a database, and returns the rest of the way. */
function prepare(options: ApplicationOptions): (storage: Storage) => Application {
  const { middleware = [], retry } = options;
  const attempts = checkAttempts(retry?.attempts ?? 10);
  const components = sortComponents(options.components);
  const handlers = new HandlerContainer(options.container);
  const make = (type: Class) => handlers.make(type);

  const classModels = new Map(
    components.aggregates.map((type) => [
      type,
      classModel(type as Class<AggregateRoot>, () => make(type) as AggregateRoot) as unknown as AggregateModel,
    ]),
  );
  const models = [...classModels.values(), ...components.deciders.map(({ model }) => model)];
  requireUniqueNames('aggregate', models);
  requireDistinctStreams(models);
  const registry = eventRegistry(components, models);
  const projections = components.projections.map((type) => ({
    ...projectionModel(type, registry, () => make(type)),
    label: type.name,
  }));
  requireUniqueNames('projection', projections);
  const commands = commandExecutors(models, components.commandHandlers, make);
  const queries = queryExecutors(components.queryHandlers, make);

  return (storage) => {
    const store = storage.eventStore;
    const repository = new Repository(store, registry, classModels);
    const views = new Projections(store, storage.readModels, projections);
    const commandBus = new CommandBus({ store, registry, executors: commands, middleware, retry: { attempts } });
    const queryBus = new QueryBus({ executors: queries, middleware });
    handlers.bindValue(CommandBus, commandBus);
    handlers.bindValue(QueryBus, queryBus);
    handlers.bindValue(Repository, repository);
    for (const { name } of projections) {
      handlers.bindValue(readModel(name), createReadModelReader(name, storage.readModels.live(name), views));
    }
    const { aggregates, commandHandlers, queryHandlers } = components;
    const types = [...aggregates, ...commandHandlers, ...queryHandlers, ...components.projections];
    for (const type of types) handlers.bindClass(type);
    handlers.verify(types);
    return new Application(commandBus, queryBus, views, repository, store, handlers.container, storage);
  };
}

/** Every event class that is named anywhere: exported, folded, or projected. */
function eventRegistry(components: Components, models: readonly AggregateModel[]): EventRegistry {
  return new EventRegistry([
    ...components.events,
    ...models.flatMap((model) => model.events),
    ...components.projections.flatMap((type) => [...eventHandlersOf(type).keys()]),
  ]);
}

function checkAttempts(attempts: unknown): number {
  if (typeof attempts === 'number' && Number.isSafeInteger(attempts) && attempts >= 1) return attempts;
  throw new ConfigurationError(
    'INVALID_DECLARATION',
    `retry.attempts is ${describeValue(attempts)}; give a whole number from 1.`,
  );
}
