import { describeValue, InvalidArgumentError, UnknownMessageError } from '../errors/index.js';
import { selectTypes, type RecordedEvent } from '../event-store/index.js';
import { newId, type EventRegistry } from '../messages/index.js';
import {
  checkSubscriptionName,
  checkSubscriptionOptions,
  subscriptionId,
  unknownEvent,
  type Delivery,
  type SubscriptionModel,
  type SubscriptionOptions,
  type Subscriptions,
  type SubscriptionStatus,
} from '../subscriptions/index.js';
import type { WebhookInfo, WebhookOptions, Webhooks } from '../webhooks/index.js';

/** Takes an event. What it throws, or rejects with, is a failed attempt. */
export type EventListener = (event: RecordedEvent, delivery: Delivery) => unknown;

export interface SubscribeOptions extends SubscriptionOptions {
  /**
   * Makes the subscription durable: it remembers under this name how far it has come, also over restarts, and processes
   * that subscribe under the same name share it out. Without a name it is this process's alone, and forgotten with it.
   */
  readonly name?: string;
  /**
   * What happens at an event for which the application has no class, or one of another version: `deliver` it as it is
   * (the default), `skip` it, which leaves it to the log, or `stop` in front of it until a release knows it.
   */
  readonly unknownEvents?: 'deliver' | 'skip' | 'stop';
}

/** A subscription of this process. */
export interface Subscription {
  readonly name: string;
  /** Ends it in this process. A durable one goes on in others, and here when it is subscribed again. */
  stop(): Promise<void>;
}

/** A subscription as it is listed. */
export interface SubscriptionInfo extends SubscriptionStatus {
  /** Whether it is remembered in the database. */
  readonly isDurable: boolean;
}

/** Where events come out: calls back for everything that has happened, at least once, in order for each stream. */
export class EventBus {
  readonly #local = new Set<string>();
  readonly #starting = new Set<string>();

  /** @internal */
  constructor(
    private readonly durable: Subscriptions,
    /** Those without a name, which live in this process's memory. */
    private readonly local: Subscriptions,
    private readonly registry: EventRegistry,
    private readonly webhooks: Webhooks,
  ) {}

  /**
   * Calls a function with every event whose type fits a pattern: `*` stands for one word of the dotted type, `**` for any
   * number of words.
   *
   * Events of one stream come one after the other, in order; those of different streams at the same time. An event counts
   * as handled when the promise that the function returns resolves. When it rejects the event is tried again, later and
   * later, and then becomes a dead letter; meanwhile its stream waits and all others go on.
   *
   * @returns when this process has its share of the subscription
   * @throws InvalidArgumentError for a pattern, name or handler that is none
   * @throws ConfigurationError for other options that make no sense
   * @example
   * ```ts
   * await app.eventBus.subscribe('user.*', async (event) => { await index(event); }, { name: 'search', from: 'start' });
   * ```
   */
  async subscribe(
    pattern: string | readonly string[],
    handler: EventListener,
    options: SubscribeOptions = {},
  ): Promise<Subscription> {
    const isDurable = options.name !== undefined;
    const name = isDurable ? checkSubscriptionName(options.name) : `local-${newId()}`;
    const model = this.#model(name, pattern, handler, options);
    const id = subscriptionId(model);
    if (this.#starting.has(id) || this.durable.isRunning(id)) {
      throw new InvalidArgumentError(
        'INVALID_OPTION',
        `The option name is '${name}', but a subscription of that name runs in this process already. Give each handler a ` +
          `name of its own, or stop the other one first.`,
      );
    }
    const engine = isDurable ? this.durable : this.local;
    this.#starting.add(id);
    try {
      await engine.run(model);
    } finally {
      this.#starting.delete(id);
    }
    if (!isDurable) this.#local.add(id);
    return { name, stop: () => (isDurable ? engine.stop(id) : this.#forget(id)) };
  }

  /**
   * Delivers the events of some types to a URL: `webhooks.subscribe`.
   *
   * @throws InvalidArgumentError for what makes no webhook, such as a URL that leads to a private network
   */
  subscribeWebhook(pattern: string | readonly string[], url: string, options?: WebhookOptions): Promise<WebhookInfo> {
    return this.webhooks.subscribe(pattern, url, options);
  }

  /**
   * Ends a subscription in every process and forgets how far it had come, and its dead letters.
   *
   * @throws UnknownMessageError when there is no subscription of this name
   */
  async unsubscribe(name: string): Promise<void> {
    const id = subscriptionId({ kind: 'subscriber', name });
    if (this.#local.has(id)) return this.#forget(id);
    if (await this.durable.remove(id)) return;
    const names = (await this.list()).map((one) => one.name);
    throw new UnknownMessageError(
      'UNKNOWN_SUBSCRIPTION',
      `No subscription is called ${describeValue(name)}. There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ') || 'none'}.`,
    );
  }

  /** The subscriptions: all durable ones of the database, whichever process runs them, and the local ones of this process. */
  async list(): Promise<readonly SubscriptionInfo[]> {
    const [durable, local] = await Promise.all([this.durable.status(), this.local.status()]);
    return [
      ...durable.filter(({ kind }) => kind === 'subscriber').map((status) => ({ ...status, isDurable: true })),
      ...local.map((status) => ({ ...status, isDurable: false })),
    ];
  }

  async #forget(id: string): Promise<void> {
    this.#local.delete(id);
    await this.local.remove(id);
  }

  #model(
    name: string,
    pattern: string | readonly string[],
    handler: EventListener,
    options: SubscribeOptions,
  ): SubscriptionModel {
    const patterns = typeof pattern === 'string' ? [pattern] : pattern;
    const selection = selectTypes('pattern', patterns);
    if (typeof handler !== 'function') {
      throw new InvalidArgumentError('INVALID_OPTION', `The handler is ${describeValue(handler)}; give a function.`);
    }
    const { unknownEvents = 'deliver' } = options;
    if (!['deliver', 'skip', 'stop'].includes(unknownEvents)) {
      throw new InvalidArgumentError(
        'INVALID_OPTION',
        `The option unknownEvents is ${describeValue(unknownEvents)}; give 'deliver', 'skip' or 'stop'.`,
      );
    }
    const isKnown = (event: RecordedEvent) => unknownEvent(this.registry, event) === undefined;
    return {
      ...checkSubscriptionOptions(`the subscription '${name}'`, options),
      kind: 'subscriber',
      name,
      group: `subscriber/${name}`,
      patterns: selection.isEverything ? ['**'] : [...patterns],
      ...(unknownEvents === 'stop' && { refusal: (event) => unknownEvent(this.registry, event) }),
      handle: (event, delivery) => (unknownEvents === 'skip' && !isKnown(event) ? undefined : handler(event, delivery)),
    };
  }
}
