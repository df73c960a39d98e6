import type { Container } from 'inversify';
import type { CommandBus, Repository } from '../commands/index.js';
import type { EventStore } from '../event-store/index.js';
import type { Projections } from '../projections/index.js';
import type { QueryBus } from '../queries/index.js';

/** A running application: what `createApplication` returns. */
export class Application {
  #closing: Promise<void> | undefined;

  constructor(
    /** Where commands go in. */
    readonly commands: CommandBus,
    /** Where queries go in. */
    readonly queries: QueryBus,
    /** The read models' upkeep: status and rebuild. */
    readonly projections: Projections,
    /** Aggregates outside of a command: for reading. */
    readonly repository: Repository,
    /** The log of facts. */
    readonly eventStore: EventStore,
    /** Where the application's classes are bound. */
    readonly container: Container,
    private readonly closeStorage: () => Promise<void>,
  ) {}

  /** Stops the projections at the end of their page, finishes the appends and snapshots under way, and lets go of the database. */
  close(): Promise<void> {
    this.#closing ??= this.projections.stop().finally(this.closeStorage);
    return this.#closing;
  }
}
