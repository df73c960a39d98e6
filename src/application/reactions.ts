import { InMemorySubscriptionStore } from '../adapters/in-memory/index.js';
import type { Logger } from '../errors/index.js';
import type { EventLog, EventStore } from '../event-store/index.js';
import type { EventRegistry } from '../messages/index.js';
import type { CommandSender, ProcessManagerModel } from '../process-managers/index.js';
import type { Projections } from '../projections/index.js';
import type { Storage } from '../storage/index.js';
import {
  DeadEvents,
  DeadLetters,
  Subscriptions,
  type SubscriptionModel,
  type SubscriptionStatus,
} from '../subscriptions/index.js';
import { Webhooks } from '../webhooks/index.js';
import { EventBus } from './event-bus.js';
import { TimedWork, type DueStatus } from './timed-work.js';

export interface ReactionsOptions {
  readonly log: EventStore & EventLog;
  readonly storage: Storage;
  readonly registry: EventRegistry;
  readonly logger: Logger;
  readonly projections: Projections;
  readonly subscribers: readonly SubscriptionModel[];
  readonly processManagers: readonly ProcessManagerModel[];
}

/** Everything that an application does when something has happened, or when it is time. */
export class Reactions {
  readonly eventBus: EventBus;
  readonly webhooks: Webhooks;
  readonly deadLetters: DeadLetters;
  readonly timed: TimedWork;
  readonly #durable: Subscriptions;
  readonly #local: Subscriptions;

  constructor(private readonly options: ReactionsOptions) {
    const { log, logger, storage, registry, processManagers } = options;
    const durable = new Subscriptions({
      log,
      logger,
      store: storage.subscriptions,
      afterRound: () => {
        this.#followWebhooks();
      },
    });
    this.#durable = durable;
    this.#local = new Subscriptions({ log, logger, store: new InMemorySubscriptionStore() });
    this.webhooks = new Webhooks({
      store: storage.webhooks,
      engine: {
        start: (model) => durable.run(model),
        stop: (id) => durable.stop(id),
        remove: (id) => durable.remove(id),
      },
    });
    this.eventBus = new EventBus(durable, this.#local, registry, this.webhooks);
    this.timed = new TimedWork({ store: storage.processes, processManagers, logger });
    this.deadLetters = new DeadLetters([
      new DeadEvents(storage.subscriptions, () => {
        durable.wake();
      }),
      this.timed.deadLetters,
    ]);
  }

  /** Begins to follow the log; resolves when this process has its share of everything. */
  async start(sender: CommandSender): Promise<void> {
    const { projections, subscribers, storage } = this.options;
    await storage.subscriptions.prepare();
    await projections.start(this.#durable);
    await Promise.all(subscribers.map((model) => this.#durable.run(model)));
    await this.timed.start(this.#durable, sender);
    await this.webhooks.start();
    await Promise.all([this.#durable.start(), this.#local.start()]);
  }

  /** Where the subscriptions are; not the projections, which tell it themselves. */
  async subscriptions(): Promise<readonly SubscriptionStatus[]> {
    return (await this.#durable.status()).filter(({ kind }) => kind !== 'projection' && kind !== 'schedule');
  }

  due(): Promise<readonly DueStatus[]> {
    return this.timed.status();
  }

  /** Ends everything, and waits for what is under way, but no longer than `timeoutMs`. */
  async close(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        const reason = new Error(`The application closes and has waited ${String(timeoutMs)} ms.`);
        this.#durable.abandon(reason);
        this.#local.abandon(reason);
        resolve();
      }, timeoutMs);
    });
    try {
      await Promise.race([this.#finish(), timeUp]);
    } finally {
      clearTimeout(timer);
      await this.webhooks.close();
    }
  }

  async #finish(): Promise<void> {
    const { projections } = this.options;
    await Promise.all([this.#durable.close(), this.#local.close(), this.timed.stop(), projections.stop()]);
  }

  /** What other processes have changed. It is not waited for, for it may wait for the lease itself. */
  #followWebhooks(): void {
    this.webhooks.refresh().catch((error: unknown) => {
      this.options.logger.warn('Annals could not bring its webhooks up to date; it tries again.', error);
    });
  }
}
