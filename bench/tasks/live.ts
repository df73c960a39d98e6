import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Application } from 'annals';
import type { Sample } from '../measure/sample.js';
import { latencyFigures } from '../measure/statistics.js';
import { openApplication, type AnnalsStore } from '../stores/annals-store.js';

export interface EmitParameters {
  readonly perSecond: number;
  readonly count: number;
}

export interface HeardParameters {
  readonly count: number;
}

interface Listening {
  readonly application: Application;
  readonly latencies: number[];
  full: () => void;
}

const type = 'live.measured';
const streams = 50;

let listening: Listening | undefined;

/** Subscribes under a new name to what {@link emit} appends from now on, here or in another process. */
export async function listen({ place }: AnnalsStore): Promise<void> {
  const application = await openApplication(place);
  const heardNow: Listening = { application, latencies: [], full: () => undefined };
  listening = heardNow;
  const name = `live-${randomUUID().slice(0, 8)}`;
  await application.eventBus.subscribe(
    type,
    ({ data }) => {
      heardNow.latencies.push(now() - (data['sentAt'] as number));
      heardNow.full();
    },
    { name },
  );
}

/** Appends at a given pace, however long the earlier appends take. */
export async function emit({ events }: AnnalsStore, { perSecond, count }: EmitParameters): Promise<void> {
  const began = performance.now();
  const appends: Promise<unknown>[] = [];
  for (let index = 0; index < count; index++) {
    await wait(Math.max(0, began + (index * 1_000) / perSecond - performance.now()));
    const data = { sentAt: now() };
    appends.push(events.appendToStream(`live-${String(index % streams)}`, [{ type, data }]));
  }
  await Promise.all(appends);
}

/** Waits until all was heard since {@link listen}; the latencies are those from the call of the append to the handler. */
export async function heard(_: AnnalsStore, { count }: HeardParameters): Promise<Sample> {
  const last = listening;
  if (last === undefined) throw new Error('Nobody listens: run the task listen first.');
  await new Promise<void>((resolve) => {
    last.full = () => {
      if (last.latencies.length >= count) resolve();
    };
    last.full();
  });
  await last.application.close();
  return { figures: latencyFigures(last.latencies) };
}

/** Milliseconds of a clock that all processes of the machine share. */
function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
