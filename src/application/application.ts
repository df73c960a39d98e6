import type { Container } from 'inversify';
import type { CommandBus, Repository } from '../commands/index.js';
import { requireCloseTimeout } from './close-options.js';
import type { EventStore } from '../event-store/index.js';
import type { Projections } from '../projections/index.js';
import type { QueryBus } from '../queries/index.js';
import type { DeadLetters } from '../subscriptions/index.js';
import type { Webhooks } from '../webhooks/index.js';
import type { EventBus } from './event-bus.js';
import { applicationStatus, type ApplicationStatus } from './application-status.js';
import type { CloseOptions } from './close-options.js';
import type { Reactions } from './reactions.js';

/** What an application consists of. */
export interface ApplicationParts {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly projections: Projections;
  readonly repository: Repository;
  readonly eventStore: EventStore;
  readonly container: Container;
  readonly reactions: Reactions;
  /** Finishes what is under way in the database and lets go of it. */
  readonly closeStorage: () => Promise<void>;
}

/** A running application: what `createApplication` returns. */
export class Application {
  /** Where commands go in. */
  readonly commands: CommandBus;
  /** Where queries go in. */
  readonly queries: QueryBus;
  /** Where events come out. */
  readonly eventBus: EventBus;
  /** Events delivered to other systems over HTTP. */
  readonly webhooks: Webhooks;
  /** What was given up after it had failed too often. */
  readonly deadLetters: DeadLetters;
  /** The read models' upkeep: status and rebuild. */
  readonly projections: Projections;
  /** Aggregates outside of a command: for reading. */
  readonly repository: Repository;
  /** The log of facts. */
  readonly eventStore: EventStore;
  /** Where the application's classes are bound. */
  readonly container: Container;
  #closing: Promise<void> | undefined;

  /** @internal */
  constructor(private readonly parts: ApplicationParts) {
    this.commands = parts.commands;
    this.queries = parts.queries;
    this.eventBus = parts.reactions.eventBus;
    this.webhooks = parts.reactions.webhooks;
    this.deadLetters = parts.reactions.deadLetters;
    this.projections = parts.projections;
    this.repository = parts.repository;
    this.eventStore = parts.eventStore;
    this.container = parts.container;
  }

  /** How it is: where everything is that follows the log, over all processes, and whether something needs a person. */
  async status(): Promise<ApplicationStatus> {
    const { eventStore, projections, reactions } = this.parts;
    const [head, views, subscriptions, due] = await Promise.all([
      eventStore.headPosition(),
      projections.status(),
      reactions.subscriptions(),
      reactions.due(),
    ]);
    return applicationStatus({ head, projections: views, subscriptions, due });
  }

  /**
   * Stops: takes no more events, lets the handlers, appends and snapshots under way come to their end, stores how far
   * everything has come, hands its share over to the other processes, and lets go of the database. Safe to repeat.
   *
   * What has not ended within the time limit is told so by its signal, and left alone: its events come again, elsewhere
   * or at the next start.
   *
   * @example
   * ```ts
   * process.once('SIGTERM', () => void app.close({ timeoutMs: 8_000 }));
   * ```
   */
  close(options: CloseOptions = {}): Promise<void> {
    const timeoutMs = requireCloseTimeout(options);
    this.#closing ??= this.#close(timeoutMs);
    return this.#closing;
  }

  async #close(timeoutMs: number): Promise<void> {
    const { reactions, closeStorage } = this.parts;
    try {
      await reactions.close(timeoutMs);
    } finally {
      await closeStorage();
    }
  }
}
