import { inMemory, InMemoryEventStore } from '../../src/adapters/in-memory/index.js';
import { InMemoryProcessStore } from '../../src/adapters/in-memory/in-memory-process-store.js';
import type { ProcessRecord } from '../../src/process-managers/index.js';
import { OpenState } from '../../src/adapters/in-memory/open-state.js';
import { InMemoryWebhookStore } from '../../src/adapters/in-memory/in-memory-webhook-store.js';
import { describeEventStoreContract } from '../../src/testing/contracts/event-store-contract.js';
import { describeProcessStoreContract } from '../../src/testing/contracts/process-store-contract.js';
import { describeReadModelStoreContract } from '../../src/testing/contracts/read-model-store-contract.js';
import { describeSnapshotStoreContract } from '../../src/testing/contracts/snapshot-store-contract.js';
import { describeSubscriptionStoreContract } from '../../src/testing/contracts/subscription-store-contract.js';
import { describeWebhookStoreContract } from '../../src/testing/contracts/webhook-store-contract.js';
import type { WebhookRecord } from '../../src/webhooks/index.js';

const provider = inMemory();

describeEventStoreContract('the in-memory event store', async () => {
  const storage = await provider.open();
  return { store: storage.eventStore, close: () => storage.close() };
});

describeSnapshotStoreContract('the in-memory snapshot store', async () => {
  const storage = await provider.open();
  return { store: storage.snapshots, close: () => storage.close() };
});

describeReadModelStoreContract('the in-memory read model store', async () => {
  const storage = await provider.open();
  return { store: storage.readModels, close: () => storage.close() };
});

describeSubscriptionStoreContract('the in-memory subscription store', async () => {
  const storage = await provider.open();
  return { store: storage.subscriptions, close: () => storage.close() };
});

const webhooks = new Map<string, WebhookRecord>();
describeWebhookStoreContract('the in-memory webhook store', async () => {
  const openState = new OpenState();
  return { store: new InMemoryWebhookStore(webhooks, openState), close: async () => openState.close() };
});

const processes = new Map<string, ProcessRecord>();
describeProcessStoreContract('the in-memory process store', async () => ({
  store: new InMemoryProcessStore(processes),
  close: async () => undefined,
}));

describe('the in-memory event store by itself', () => {
  const placed = { type: 'order.placed' };

  it('begins empty', async () => {
    const store = new InMemoryEventStore();
    await expect(store.headPosition()).resolves.toBe(-1);
    await store.appendToStream('order-1', [placed]);
    await expect(new InMemoryEventStore().headPosition()).resolves.toBe(-1);
    await expect(new InMemoryEventStore().readStream('order-1')).resolves.toEqual([]);
  });

  it('takes its time from a clock, which never goes back', async () => {
    const moments = [5_000, 7_000, 6_000, 8_000];
    const store = new InMemoryEventStore({ now: () => new Date(moments.shift() ?? NaN) });
    for (let count = 0; count < 4; count++) await store.appendToStream('order-1', [placed]);
    const events = await store.readStream('order-1');
    expect(events.map(({ createdAt }) => createdAt.getTime())).toEqual([5_000, 7_000, 7_000, 8_000]);
    await expect(store.readStream('order-1', { asOf: new Date(7_000) })).resolves.toHaveLength(3);
    await expect(store.appendToStream('order-1', [placed])).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(store.readStream('order-1')).resolves.toHaveLength(4);
  });

  it('calls its listeners after each append until they stop', async () => {
    const store = new InMemoryEventStore();
    let calls = 0;
    const stop = store.onAppend(() => calls++);
    await store.appendToStream('order-1', [placed, placed]);
    expect(calls).toBe(1);
    await store.appendToStreams([{ streamId: 'order-1', events: [placed] }]);
    expect(calls).toBe(2);
    stop();
    await store.appendToStream('order-1', [placed]);
    expect(calls).toBe(2);
  });
});

describe('inMemory()', () => {
  it('gives the same data each time it is opened, also after a close', async () => {
    const own = inMemory();
    const first = await own.open();
    await first.eventStore.appendToStream('order-1', [{ type: 'order.placed' }]);
    const mailer = {
      kind: 'subscriber',
      name: 'mailer',
      id: 'subscriber/mailer',
      patterns: [],
      sliceCount: 1,
    } as const;
    await first.subscriptions.create(mailer, 0);
    await first.readModels.live('orders').commit({ changes: [{ key: 'a', document: { n: 1 } }], from: -1, to: 0 });
    await first.close();
    const second = await own.open();
    await expect(second.eventStore.readStream('order-1')).resolves.toHaveLength(1);
    await expect(second.subscriptions.slices([mailer.id])).resolves.toMatchObject([{ position: 0 }]);
    await expect(second.readModels.live('orders').get('a')).resolves.toEqual({ n: 1 });
    await expect((await inMemory().open()).eventStore.headPosition()).resolves.toBe(-1);
  });

  it('lets no part of it be used after the close', async () => {
    const storage = await inMemory().open();
    const table = storage.readModels.live('orders');
    const preview = await storage.readModels.beginPreview('orders');
    await storage.close();
    await storage.close();
    const closed = { code: 'STORE_CLOSED' };
    await expect(storage.eventStore.headPosition()).rejects.toMatchObject(closed);
    await expect(storage.snapshots.load('order-1')).rejects.toMatchObject(closed);
    await expect(storage.subscriptions.members()).rejects.toMatchObject(closed);
    await expect(table.get('a')).rejects.toMatchObject(closed);
    await expect(storage.readModels.beginRebuild('orders')).rejects.toMatchObject(closed);
    await expect(storage.readModels.finishRebuild('orders')).rejects.toMatchObject(closed);
    await expect(storage.readModels.beginPreview('orders')).rejects.toMatchObject(closed);
    await expect(preview.get('a')).rejects.toMatchObject(closed);
    await preview.drop();
  });

  it('wakes the listeners of every opening', async () => {
    const own = inMemory();
    const [writer, reader] = [await own.open(), await own.open()];
    const woken = new Promise<void>((resolve) => reader.eventStore.onAppend(resolve));
    await writer.eventStore.appendToStream('order-1', [{ type: 'order.placed' }]);
    await woken;
  });

  it('lets a rebuild that was begun anew or is finished write nothing', async () => {
    const { readModels } = await inMemory().open();
    const page = { changes: [{ key: 'a', document: { n: 1 } }], from: -1, to: 0 };
    const stale = await readModels.beginRebuild('orders');
    const rebuild = await readModels.beginRebuild('orders');
    await expect(stale.commit(page)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await readModels.finishRebuild('orders');
    await expect(rebuild.commit(page)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(readModels.finishRebuild('orders')).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(readModels.live('orders').find({})).resolves.toEqual([]);
  });
});
