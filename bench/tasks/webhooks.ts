import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApplication } from 'annals';
import { mongodb } from 'annals/mongodb';
import type { Sample } from '../measure/sample.js';
import type { AnnalsStore } from '../stores/annals-store.js';

export interface WebhooksParameters {
  readonly count: number;
  /** Whether there is another target, which never answers. */
  readonly isOneDead: boolean;
}

const streams = 100;

/** Delivers events to a server in this process; the rate is in deliveries per second. */
export async function webhooks({ place }: AnnalsStore, { count, isOneDead }: WebhooksParameters): Promise<Sample> {
  const logger = { warn: () => undefined };
  const application = await createApplication({ components: [], store: mongodb(place), logger });
  const run = randomUUID().slice(0, 8);
  const type = `hook.run_${run.replaceAll('-', '_')}`;
  let received = 0;
  let all = (): void => undefined;
  const good = await serve((request, response) => {
    request.resume();
    response.end();
    if (++received === count) all();
  });
  const dead = await serve(() => undefined);
  try {
    const options = { allowPrivateNetwork: true };
    if (isOneDead) await application.webhooks.subscribe(type, dead.url, { ...options, name: `dead-${run}` });
    await application.webhooks.subscribe(type, good.url, { ...options, name: `good-${run}` });
    const began = performance.now();
    const done = new Promise<void>((resolve) => (all = resolve));
    const { eventStore } = application;
    await Promise.all(
      Array.from({ length: count }, (_, index) =>
        eventStore.appendToStream(`hook-${run}-${String(index % streams)}`, [{ type, data: { index } }]),
      ),
    );
    await done;
    const rate = (count * 1_000) / (performance.now() - began);
    for (const { name } of await application.webhooks.list()) await application.webhooks.pause(name);
    return { figures: { rate } };
  } finally {
    await application.close({ timeoutMs: 100 });
    await good.close();
    await dead.close();
  }
}

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
