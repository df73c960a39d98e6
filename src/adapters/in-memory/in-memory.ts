import type { Snapshot } from '../../event-store/index.js';
import type { StorageProvider } from '../../projections/storage.js';
import { InMemoryCheckpointStore } from './in-memory-checkpoint-store.js';
import { InMemoryEventStore, type InMemoryEventStoreOptions } from './in-memory-event-store.js';
import { InMemoryLog } from './in-memory-log.js';
import { InMemoryReadModelStore, type ReadModelDocuments } from './in-memory-read-model-store.js';
import { InMemorySnapshotStore } from './in-memory-snapshot-store.js';
import { OpenState } from './open-state.js';

/**
 * Keeps everything in this process's memory: for tests and prototypes.
 *
 * The data belongs to the provider, not to what it opens: each `open()` gives the same events, checkpoints and read
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
  const positions = new Map<string, number>();
  const documents: ReadModelDocuments = { live: new Map(), rebuilds: new Map() };
  return {
    open: async () => {
      const openState = new OpenState();
      const eventStore = new InMemoryEventStore(options, log);
      return {
        eventStore,
        snapshots: new InMemorySnapshotStore(snapshots, openState),
        checkpoints: new InMemoryCheckpointStore(positions, openState),
        readModels: new InMemoryReadModelStore(documents, openState),
        close: async () => {
          openState.close();
          await eventStore.close();
        },
      };
    },
  };
}
