import type { StartPosition } from '../subscriptions/index.js';

/** A webhook as it is kept. */
export interface WebhookRecord {
  readonly name: string;
  /** The stored types and patterns of the events that are sent. */
  readonly patterns: readonly string[];
  readonly url: string;
  /** `whsec_…` each. Every delivery is signed with all of them, so that a receiver can change from one to another. */
  readonly secrets: readonly string[];
  /** Sent with every delivery; the names are lower-case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly allowPrivateNetwork: boolean;
  /** Where its subscription begins. */
  readonly from: StartPosition;
  readonly state: 'active' | 'paused';
  /** Why Annals itself paused it; `null` when it is active, or somebody asked for the pause. */
  readonly pausedBecause: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What can change of a webhook. */
export type WebhookChanges = Partial<Omit<WebhookRecord, 'createdAt' | 'from' | 'name'>>;

/** Remembers webhooks. Every call is atomic, and what it has acknowledged survives a crash. */
export interface WebhookStore {
  /** @returns false, and changes nothing, when the name is taken */
  create(webhook: WebhookRecord): Promise<boolean>;

  load(name: string): Promise<WebhookRecord | null>;

  /** All webhooks, ordered by name. */
  list(): Promise<readonly WebhookRecord[]>;

  /**
   * Changes the properties that are given, and no other.
   *
   * @param expected the URL that it must still have
   * @returns false, and changes nothing, when there is no such webhook
   */
  change(name: string, changes: WebhookChanges, expected?: Pick<WebhookRecord, 'url'>): Promise<boolean>;

  /** @returns false when there was none */
  remove(name: string): Promise<boolean>;
}
