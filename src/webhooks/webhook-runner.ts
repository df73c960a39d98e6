import { subscriptionId, type SubscriptionModel } from '../subscriptions/index.js';
import type { WebhookEngine } from './webhook-engine.js';
import type { WebhookRecord, WebhookStore } from './webhook-store.js';

/** Lets the engine run what is kept: the active webhooks, as they are defined now. */
export class WebhookRunner {
  /** What runs, by name: the record that it was made of. */
  readonly #running = new Map<string, string>();
  #current: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #isOpen = true;

  constructor(
    private readonly store: WebhookStore,
    private readonly engine: WebhookEngine,
    private readonly modelOf: (webhook: WebhookRecord) => SubscriptionModel,
  ) {}

  /**
   * Brings what runs in line with what is kept now. One that cannot be started or stopped keeps no other from it, and is
   * tried again the next time.
   */
  refresh(): Promise<void> {
    if (this.#next === undefined) {
      this.#next = this.#current.then(() => {
        this.#next = undefined; // who comes from here on may know of something later
        return this.#compare();
      });
      this.#current = this.#next.catch(() => undefined);
    }
    return this.#next;
  }

  /** Waits for what is under way; {@link refresh} does nothing from then on. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#current;
  }

  async #compare(): Promise<void> {
    if (!this.#isOpen) return;
    const active = new Map(
      (await this.store.list())
        .filter(({ state }) => state === 'active')
        .map((webhook) => [webhook.name, { webhook, version: JSON.stringify(webhook) }]),
    );
    const failures: unknown[] = [];
    const attempt = async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        failures.push(error);
      }
    };
    const outdated = [...this.#running].filter(([name, version]) => active.get(name)?.version !== version);
    await Promise.all(outdated.map(([name]) => attempt(() => this.#stop(name))));
    const missing = [...active.values()].filter(({ webhook }) => !this.#running.has(webhook.name));
    await Promise.all(missing.map(({ webhook, version }) => attempt(() => this.#start(webhook, version))));
    if (failures.length > 0) throw failures[0];
  }

  async #stop(name: string): Promise<void> {
    await this.engine.stop(idOf(name));
    this.#running.delete(name);
  }

  async #start(webhook: WebhookRecord, version: string): Promise<void> {
    const { name } = webhook;
    await this.engine.start(this.modelOf(webhook));
    this.#running.set(name, version);
    if ((await this.store.load(name)) !== null) return;
    // Another process has removed it since it was listed: what the start has created again is to go as well.
    await this.#stop(name);
    await this.engine.remove(idOf(name));
  }
}

export function idOf(name: string): string {
  return subscriptionId({ kind: 'webhook', name });
}
