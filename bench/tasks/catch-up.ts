import { createApplication } from 'annals';
import { mongodb } from 'annals/mongodb';
import { randomUUID } from 'node:crypto';
import { totalsNamed } from '../domain/totals.js';
import type { Sample } from '../measure/sample.js';
import type { AnnalsStore } from '../stores/annals-store.js';

export interface CatchUpParameters {
  /** How many events the log has. */
  readonly length: number;
}

const limitMs = 300_000;

/** Starts an application with a projection that has seen nothing, and waits until its read model has the whole log. */
export async function catchUp({ place, events }: AnnalsStore, { length }: CatchUpParameters): Promise<Sample> {
  const name = `totals-${randomUUID().slice(0, 8)}`;
  const head = await events.headPosition();
  const began = performance.now();
  const application = await createApplication({ components: [totalsNamed(name)], store: mongodb(place) });
  try {
    await application.projections.waitFor(name, head, limitMs);
    return { figures: { rate: (length * 1_000) / (performance.now() - began) } };
  } finally {
    await application.close();
  }
}
