import { isDeepStrictEqual } from 'node:util';
import { describeValue, UnknownMessageError } from '../errors/index.js';
import type { RetrySchedule } from '../subscriptions/index.js';
import { checkDefinition, type WebhookDefinition, type WebhookOptions } from './webhook-definition.js';
import type { WebhookEngine } from './webhook-engine.js';
import { infoOf, maskedInfoOf, type WebhookInfo } from './webhook-info.js';
import { webhookModel, webhookRetry } from './webhook-model.js';
import { idOf, WebhookRunner } from './webhook-runner.js';
import { newSecret } from './webhook-secrets.js';
import { WebhookSender } from './webhook-sender.js';
import type { WebhookChanges, WebhookRecord, WebhookStore } from './webhook-store.js';
import { testDelivery, type WebhookTestResult } from './webhook-test.js';

/** What the webhooks of an application stand on. */
export interface WebhooksParts {
  readonly store: WebhookStore;
  readonly engine: WebhookEngine;
  readonly sender?: WebhookSender;
  /** When a delivery that failed is tried again; over three days by default. */
  readonly retry?: RetrySchedule;
}

/** Durable subscriptions that deliver events to other systems over HTTP, signed by the Standard Webhooks specification. */
export class Webhooks {
  readonly #store: WebhookStore;
  readonly #engine: WebhookEngine;
  readonly #sender: WebhookSender;
  readonly #runner: WebhookRunner;

  /** @internal */
  constructor({ store, engine, sender = new WebhookSender(), retry = webhookRetry() }: WebhooksParts) {
    this.#store = store;
    this.#engine = engine;
    this.#sender = sender;
    const pause = (webhook: WebhookRecord, because: string) => this.#pauseFor(webhook, because);
    this.#runner = new WebhookRunner(store, engine, (webhook) => webhookModel(webhook, { sender, retry, pause }));
  }

  /** Begins to run all active webhooks that are kept. @internal */
  start(): Promise<void> {
    return this.refresh();
  }

  /** Takes up what other processes have changed. @internal */
  refresh(): Promise<void> {
    return this.#runner.refresh();
  }

  /** Ends what is being sent, and changes nothing from then on; for when the engine has stopped. @internal */
  async close(): Promise<void> {
    await this.#runner.close();
    await this.#sender.close();
  }

  /**
   * Delivers the events of some types to a URL, from now on and over every restart, at least once each and those of a
   * stream in order. Under a name that is known already, the webhook becomes what is given here, goes on where it was,
   * and keeps its secrets when none are given; so the call can stand in the code that starts the application.
   *
   * @param pattern a stored type, or a pattern such as `user.*` or `**`, or several of them
   * @returns the webhook with its secrets: the receiver needs one of them
   * @throws InvalidArgumentError for what makes no webhook, such as a URL that leads to a private network
   * @example
   * ```ts
   * const { secrets } = await app.webhooks.subscribe('order.*', 'https://example.com/hooks', { name: 'shop' });
   * ```
   */
  async subscribe(pattern: string | readonly string[], url: string, options?: WebhookOptions): Promise<WebhookInfo> {
    const definition = checkDefinition(pattern, url, options);
    let kept: WebhookRecord | undefined;
    while (kept === undefined) kept = await this.#keep(definition); // another process may create or remove it meanwhile
    await this.refresh();
    return infoOf(kept);
  }

  /** All webhooks, ordered by name, without their secrets and the values of their headers. */
  async list(): Promise<readonly WebhookInfo[]> {
    return (await this.#store.list()).map(maskedInfoOf);
  }

  /**
   * Sends nothing until {@link resume}; nothing is lost by it.
   *
   * @throws UnknownMessageError
   */
  async pause(name: string): Promise<void> {
    await this.#change(name, { state: 'paused', pausedBecause: null });
  }

  /**
   * Goes on where a pause began.
   *
   * @throws UnknownMessageError
   */
  async resume(name: string): Promise<void> {
    await this.#change(name, { state: 'active', pausedBecause: null });
  }

  /**
   * Ends a webhook, and forgets what was still to be sent.
   *
   * @throws UnknownMessageError
   */
  async remove(name: string): Promise<void> {
    if (!(await this.#store.remove(name))) throw await this.#unknown(name);
    await this.refresh();
    await this.#engine.remove(idOf(name));
  }

  /**
   * Sends one event of the type `annals.webhook_test` right now, also by a webhook that is paused, and tells what became
   * of it; it is not tried again, and changes nothing.
   *
   * @throws UnknownMessageError
   */
  async test(name: string): Promise<WebhookTestResult> {
    const webhook = await this.#store.load(name);
    if (webhook === null) throw await this.#unknown(name);
    return testDelivery(this.#sender, webhook);
  }

  /** @returns what is kept now, `undefined` when another process was faster */
  async #keep(definition: WebhookDefinition): Promise<WebhookRecord | undefined> {
    const { name, from, ...defined } = definition;
    const now = new Date();
    const kept = await this.#store.load(name);
    if (kept === null) {
      const secrets = defined.secrets ?? [newSecret()];
      const state = { state: 'active', pausedBecause: null, createdAt: now, updatedAt: now } as const;
      const created = { name, from, ...defined, secrets, ...state };
      return (await this.#store.create(created)) ? created : undefined;
    }
    const wanted = { ...defined, secrets: defined.secrets ?? kept.secrets };
    if (isDeepStrictEqual({ ...kept, ...wanted }, kept)) return kept;
    // What the old receiver said is nothing to the new one; what somebody asked for is.
    const wakes = kept.pausedBecause !== null && wanted.url !== kept.url;
    const changes: WebhookChanges = {
      ...wanted,
      ...(wakes && { state: 'active', pausedBecause: null }),
      updatedAt: now,
    };
    return (await this.#store.change(name, changes)) ? { ...kept, ...changes } : undefined;
  }

  async #change(name: string, changes: WebhookChanges): Promise<void> {
    if (!(await this.#store.change(name, { ...changes, updatedAt: new Date() }))) throw await this.#unknown(name);
    await this.refresh();
  }

  /** The refresh is not waited for: it stops the very subscription whose handler calls this. */
  async #pauseFor({ name, url }: WebhookRecord, because: string): Promise<boolean> {
    const changes = { state: 'paused', pausedBecause: because, updatedAt: new Date() } as const;
    const isPaused = await this.#store.change(name, changes, { url });
    if (isPaused) this.refresh().catch(() => undefined); // the next one does it
    return isPaused;
  }

  async #unknown(name: unknown): Promise<UnknownMessageError> {
    const names = (await this.#store.list()).map((webhook) => `'${webhook.name}'`);
    const known = names.length === 0 ? 'There are none' : `There are ${names.join(', ')}`;
    return new UnknownMessageError('UNKNOWN_WEBHOOK', `There is no webhook ${describeValue(name)}. ${known}.`);
  }
}
