import type { Snapshot } from '../../event-store/index.js';
import type { ProcessRecord } from '../../process-managers/process-record.js';
import type { StorageProvider } from '../../storage/storage.js';
import type { WebhookRecord } from '../../webhooks/webhook-store.js';
import { InMemoryEventStore, type InMemoryEventStoreOptions } from './in-memory-event-store.js';
import { InMemoryLog } from './in-memory-log.js';
import { InMemoryProcessStore } from './in-memory-process-store.js';
import { InMemoryReadModelStore, type ReadModelDocuments } from './in-memory-read-model-store.js';
import { InMemorySnapshotStore } from './in-memory-snapshot-store.js';
import { InMemorySubscriptionStore } from './in-memory-subscription-store.js';
import { InMemoryWebhookStore } from './in-memory-webhook-store.js';
import { OpenState } from './open-state.js';
import { SubscriptionData } from './subscription-data.js';

/**
 * Keeps everything in this process's memory: for tests and prototypes.
 *
 * The data belongs to the provider, not to what it opens: each `open()` gives the same events, subscriptions and read
 * models, also after a `close()`. So an application can be stopped and started again on it, or stand on it twice, as
 * several processes do on one database. A new `inMemory()` is empty.
 *
 * @example
 * ```ts
 * const app = await createApplication({ components: [accounts], store: inMemory() });
 * ```
 */
export function inMemory(options: InMemoryEventStoreOptions = {}): StorageProvider {
  const log = new InMemoryLog(options.now);
  const snapshots = new Map<string, Snapshot>();
  const subscriptions = new SubscriptionData();
  const processes = new Map<string, ProcessRecord>();
  const webhooks = new Map<string, WebhookRecord>();
  const documents: ReadModelDocuments = { live: new Map(), rebuilds: new Map() };
  return {
    open: async () => {
      const openState = new OpenState();
      const eventStore = new InMemoryEventStore(options, log);
      return {
        eventStore,
        snapshots: new InMemorySnapshotStore(snapshots, openState),
        readModels: new InMemoryReadModelStore(documents, openState),
        subscriptions: new InMemorySubscriptionStore(subscriptions, openState),
        processes: new InMemoryProcessStore(processes, openState, options.now),
        webhooks: new InMemoryWebhookStore(webhooks, openState),
        close: async () => {
          openState.close();
          await eventStore.close();
        },
      };
    },
  };
}
