import type { Container } from 'inversify';
import {
  AggregateLoader,
  CommandBus,
  LiveCache,
  Repository,
  SnapshotWriter,
  type ConflictRetry,
} from '../commands/index.js';
import { ConfigurationError, describeValue, type Logger } from '../errors/index.js';
import { UpcastingEventStore } from '../event-store/index.js';
import type { Class, Middleware } from '../messages/index.js';
import { createReadModelReader, Projections, readModel } from '../projections/index.js';
import { processManagerModel, type CommandSender } from '../process-managers/index.js';
import { QueryBus } from '../queries/index.js';
import type { Storage, StorageProvider } from '../storage/index.js';
import { subscriberModel } from '../subscriptions/index.js';
import { Application } from './application.js';
import { commandExecutors } from './command-executors.js';
import { componentModels } from './component-models.js';
import { sortComponents, type Component } from './components.js';
import { EventBus } from './event-bus.js';
import { HandlerContainer } from './handler-container.js';
import { queryExecutors } from './query-executors.js';
import { Reactions } from './reactions.js';
import { StoredCommands } from './stored-commands.js';
import { requireUniqueNames } from './unique-names.js';

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
  /**
   * About so many aggregates stay in memory between commands, so that the next command reads nothing; 10 000 by default,
   * 0 for none. Answers are the same either way, also with several processes on one database.
   */
  readonly liveAggregates?: number;
  /** Where trouble is reported that no caller hears of; the console by default. */
  readonly logger?: Logger;
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
    const { application, reactions, sender } = assemble(storage);
    await startOrEnd(reactions, sender);
    return application;
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** Leaves nothing running when it fails. */
async function startOrEnd(reactions: Reactions, sender: CommandSender): Promise<void> {
  try {
    await reactions.start(sender);
  } catch (error) {
    await reactions.close(0).catch(() => undefined);
    throw error;
  }
}

interface Assembled {
  readonly application: Application;
  readonly reactions: Reactions;
  readonly sender: CommandSender;
}

/** Checks what can be checked without a database, and returns the rest of the way. */
function prepare(options: ApplicationOptions): (storage: Storage) => Assembled {
  const { middleware = [], retry, logger = console } = options;
  const attempts = requireCount('retry.attempts', retry?.attempts ?? 10, 1);
  const liveAggregates = requireCount('liveAggregates', options.liveAggregates ?? 10_000, 0);
  const components = sortComponents(options.components);
  const handlers = new HandlerContainer(options.container);
  const make = (type: Class) => handlers.make(type);

  const { classModels, aggregates: models, registry, upcasting, projections } = componentModels(components, handlers);
  const subscribers = components.subscribers.map((type) => ({
    ...subscriberModel(type, registry, () => make(type)),
    label: type.name,
  }));
  requireUniqueNames('subscriber', subscribers);
  const processManagers = components.processManagers.map((type) =>
    processManagerModel(type, registry, () => make(type)),
  );
  requireUniqueNames('process manager', processManagers);
  const commands = commandExecutors(models, components.commandHandlers, make);
  const queries = queryExecutors(components.queryHandlers, make);

  return (storage) => {
    const { eventStore, snapshots } = storage;
    const aggregates = {
      loader: new AggregateLoader({ log: eventStore, snapshots, registry, upcasting }),
      cache: new LiveCache(liveAggregates),
      snapshots: new SnapshotWriter(snapshots, logger),
    };
    const store = upcasting.types.length === 0 ? eventStore : new UpcastingEventStore(eventStore, upcasting);
    const repository = new Repository(aggregates.loader, classModels);
    const views = new Projections(store, storage.readModels, projections);
    const reactions = new Reactions({
      log: store,
      storage,
      registry,
      logger,
      projections: views,
      subscribers,
      processManagers,
    });
    const commandBus = new CommandBus({
      store,
      log: eventStore,
      upcasting,
      registry,
      aggregates,
      executors: commands,
      middleware,
      retry: { attempts },
      scheduler: reactions.timed.schedule,
    });
    const queryBus = new QueryBus({ executors: queries, middleware });
    handlers.bindValue(CommandBus, commandBus);
    handlers.bindValue(QueryBus, queryBus);
    handlers.bindValue(Repository, repository);
    for (const { name } of projections) {
      handlers.bindValue(readModel(name), createReadModelReader(name, storage.readModels.live(name), views));
    }
    handlers.bindValue(EventBus, reactions.eventBus);
    const types = [
      ...components.aggregates,
      ...components.commandHandlers,
      ...components.queryHandlers,
      ...components.projections,
      ...components.subscribers,
      ...components.processManagers,
    ];
    for (const type of types) handlers.bindClass(type);
    handlers.verify(types);
    const application = new Application({
      commands: commandBus,
      queries: queryBus,
      projections: views,
      repository,
      eventStore: store,
      container: handlers.container,
      reactions,
      closeStorage: async () => {
        await aggregates.snapshots.finish();
        await storage.close();
      },
    });
    return { application, reactions, sender: new StoredCommands(commandBus, commands) };
  };
}

function requireCount(name: string, value: unknown, minimum: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum) return value;
  throw new ConfigurationError(
    'INVALID_DECLARATION',
    `${name} is ${describeValue(value)}; give a whole number from ${String(minimum)}.`,
  );
}
