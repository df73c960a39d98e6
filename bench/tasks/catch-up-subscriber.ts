import { randomUUID } from 'node:crypto';
import type { Sample } from '../measure/sample.js';
import { openApplication, type AnnalsStore } from '../stores/annals-store.js';
import type { CatchUpParameters } from './catch-up.js';

/** Subscribes under a new name to a log that is there, and waits until a handler that does nothing has had all of it. */
export async function catchUpSubscriber({ place }: AnnalsStore, { length }: CatchUpParameters): Promise<Sample> {
  const application = await openApplication(place);
  try {
    const began = performance.now();
    let seen = 0;
    const name = `nothing-${randomUUID().slice(0, 8)}`;
    await new Promise<void>((resolve, reject) => {
      const handler = async () => {
        if (++seen === length) resolve();
      };
      application.eventBus.subscribe('**', handler, { name, from: 'start' }).catch(reject);
    });
    return { figures: { rate: (length * 1_000) / (performance.now() - began) } };
  } finally {
    await application.close();
  }
}
