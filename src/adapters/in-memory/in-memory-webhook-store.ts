import type { WebhookChanges, WebhookRecord, WebhookStore } from '../../webhooks/webhook-store.js';
import { OpenState } from './open-state.js';
import { compareUtf8 } from './utf8-order.js';

/** Keeps webhooks in this process's memory. */
export class InMemoryWebhookStore implements WebhookStore {
  constructor(
    private readonly webhooks = new Map<string, WebhookRecord>(),
    private readonly openState = new OpenState(),
  ) {}

  async create(webhook: WebhookRecord): Promise<boolean> {
    this.openState.check();
    if (this.webhooks.has(webhook.name)) return false;
    this.webhooks.set(webhook.name, copyOf(webhook));
    return true;
  }

  async load(name: string): Promise<WebhookRecord | null> {
    this.openState.check();
    const webhook = this.webhooks.get(name);
    return webhook === undefined ? null : copyOf(webhook);
  }

  async list(): Promise<readonly WebhookRecord[]> {
    this.openState.check();
    return [...this.webhooks.values()].map(copyOf).sort((left, right) => compareUtf8(left.name, right.name));
  }

  async change(name: string, changes: WebhookChanges, expected?: Pick<WebhookRecord, 'url'>): Promise<boolean> {
    this.openState.check();
    const webhook = this.webhooks.get(name);
    if (webhook === undefined || (expected !== undefined && webhook.url !== expected.url)) return false;
    this.webhooks.set(name, copyOf({ ...webhook, ...changes }));
    return true;
  }

  async remove(name: string): Promise<boolean> {
    this.openState.check();
    return this.webhooks.delete(name);
  }
}

function copyOf({ patterns, secrets, headers, createdAt, updatedAt, ...webhook }: WebhookRecord): WebhookRecord {
  return {
    ...webhook,
    patterns: [...patterns],
    secrets: [...secrets],
    headers: { ...headers },
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}
