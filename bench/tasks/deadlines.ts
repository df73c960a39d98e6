import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createApplication } from 'annals';
import { mongodb } from 'annals/mongodb';
import { Alarm, AlarmRung, Alarms, AlarmSet } from '../domain/alarms.js';
import type { Sample } from '../measure/sample.js';
import type { AnnalsStore } from '../stores/annals-store.js';

export interface DeadlinesParameters {
  readonly count: number;
  /** How long before the moment they are set, in milliseconds: all must be set by then. */
  readonly aheadMs: number;
}

/** Sets deadlines that are due at one moment, and measures from then until the command of the last one is stored. */
export async function deadlines({ place }: AnnalsStore, { count, aheadMs }: DeadlinesParameters): Promise<Sample> {
  const components = [Alarm, Alarms, AlarmSet, AlarmRung];
  const application = await createApplication({ components, store: mongodb(place) });
  const run = randomUUID().slice(0, 8);
  const rung = new Map<string, number>();
  try {
    await application.eventBus.subscribe('alarm.rung', ({ streamId }) => {
      if (streamId.includes(run)) rung.set(streamId, (rung.get(streamId) ?? 0) + 1);
    });
    const at = Date.now() + aheadMs;
    const ids = Array.from({ length: count }, (_, index) => `${run}-${String(index)}`);
    await Promise.all(
      ids.map((alarmId) =>
        application.eventStore.appendToStream(`setting-${alarmId}`, [{ type: 'alarm.set', data: { alarmId, at } }]),
      ),
    );
    const active = async () => (await application.status()).due.find(({ name }) => name === 'alarms')?.active;
    while ((await active()) !== count) if (Date.now() > at) throw new Error(`Not all deadlines were set in time.`);
    await wait(at - Date.now());
    const began = performance.now();
    while (rung.size < count) await wait(1);
    const lasted = performance.now() - began;
    const doubles = [...rung.values()].filter((times) => times > 1).length;
    return { figures: { 'all fired ms': lasted, doubles } };
  } finally {
    await application.close();
  }
}
