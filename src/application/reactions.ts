import { InMemorySubscriptionStore } from '../adapters/in-memory/index.js';
import type { Logger } from '../errors/index.js';
import type { EventLog, EventStore } from '../event-store/index.js';
import type { EventRegistry } from '../messages/index.js';
import type { Projections } from '../projections/index.js';
import type { Storage } from '../storage/index.js';
import {
  DeadLetters,
  EventBus,
  Subscriptions,
  type SubscriptionModel,
  type SubscriptionStatus,
} from '../subscriptions/index.js';

export interface ReactionsOptions {
  readonly log: EventStore & EventLog;
  readonly storage: Storage;
  readonly registry: EventRegistry;
  readonly logger: Logger;
  readonly projections: Projections;
  readonly subscribers: readonly SubscriptionModel[];
}

/** Everything that an application does when something has happened. */
export class Reactions {
  readonly eventBus: EventBus;
  readonly deadLetters: DeadLetters;
  readonly #durable: Subscriptions;
  readonly #local: Subscriptions;

  constructor(private readonly options: ReactionsOptions) {
    const { log, logger, storage, registry } = options;
    this.#durable = new Subscriptions({ log, logger, store: storage.subscriptions });
    this.#local = new Subscriptions({ log, logger, store: new InMemorySubscriptionStore() });
    this.eventBus = new EventBus(this.#durable, this.#local, registry);
    this.deadLetters = new DeadLetters(this.#durable);
  }

  /** Begins to follow the log; resolves when this process has its share of everything. */
  async start(): Promise<void> {
    const { projections, subscribers, storage } = this.options;
    await storage.subscriptions.prepare();
    await projections.start(this.#durable);
    await Promise.all(subscribers.map((model) => this.#durable.run(model)));
    await Promise.all([this.#durable.start(), this.#local.start()]);
  }

  /** Where the subscriptions are; not the projections, which tell it themselves. */
  async status(): Promise<readonly SubscriptionStatus[]> {
    return (await this.#durable.status()).filter(({ kind }) => kind !== 'projection');
  }

  /** Ends everything, and waits for what is under way, but no longer than `timeoutMs`. */
  async close(timeoutMs: number, others: Promise<void> = Promise.resolve()): Promise<void> {
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
      await Promise.race([Promise.all([this.#durable.close(), this.#local.close(), others]), timeUp]);
    } finally {
      clearTimeout(timer);
    }
  }
}
