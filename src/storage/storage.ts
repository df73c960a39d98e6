import type { EventLog, EventStore, SnapshotStore } from '../event-store/index.js';
import type { ProcessStore } from '../process-managers/index.js';
import type { ReadModelStore } from '../projections/index.js';
import type { SubscriptionStore } from '../subscriptions/index.js';
import type { WebhookStore } from '../webhooks/index.js';

/** Everything that one database keeps for an application. */
export interface Storage {
  readonly eventStore: EventStore & EventLog;
  readonly snapshots: SnapshotStore;
  readonly readModels: ReadModelStore;
  readonly subscriptions: SubscriptionStore;
  readonly processes: ProcessStore;
  readonly webhooks: WebhookStore;
  /** Finishes what is under way and lets go of the database. Safe to repeat. */
  close(): Promise<void>;
}

/** A way to open a {@link Storage}: what `inMemory()` and `mongodb({ … })` return. */
export interface StorageProvider {
  /** @throws StorageError when the database cannot be used */
  open(): Promise<Storage>;
}
