import type { Application } from 'annals';
import { RecordActivity } from './applications/index.js';
import { toActivities } from './activity.js';
import { readXes, type XesTrace } from './xes/xes-reader.js';

const casesInFlight = 64;

export interface ReplayOptions {
  /** At most so many cases. */
  readonly limit?: number;
  readonly onProgress?: (bytesRead: number, bytesInAll: number) => void;
}

export interface ReplayResult {
  readonly cases: number;
  /** Commands dispatched by this run. */
  readonly commands: number;
  /** Events of the log that an earlier run had recorded. */
  readonly skipped: number;
}

/**
 * Tells a log to the application: each event is one command to its case. Cases go side by side, the events of one case
 * in their order. What an earlier run has recorded is not recorded again: the command ids are the log's own.
 */
export async function replay(app: Application, file: string, options: ReplayOptions = {}): Promise<ReplayResult> {
  const { limit = Infinity, onProgress } = options;
  const inFlight = new Set<Promise<void>>();
  const total = { cases: 0, commands: 0, skipped: 0 };
  const failures: unknown[] = [];

  if (limit > 0) {
    for await (const trace of readXes(file, onProgress && { onProgress })) {
      const task = replayCase(app, trace, total.cases++)
        .then(({ commands, skipped }) => {
          total.commands += commands;
          total.skipped += skipped;
        })
        .catch((error: unknown) => failures.push(error))
        .then(() => void inFlight.delete(task));
      inFlight.add(task);
      if (inFlight.size >= casesInFlight) await Promise.race(inFlight);
      if (failures.length > 0 || total.cases >= limit) break;
    }
  }
  await Promise.all(inFlight);
  if (failures.length > 0) throw failures[0];
  return total;
}

async function replayCase(
  app: Application,
  trace: XesTrace,
  index: number,
): Promise<{ commands: number; skipped: number }> {
  const activities = toActivities(trace, index);
  const [first] = activities;
  if (first === undefined) return { commands: 0, skipped: 0 };
  const recorded = await app.eventStore.streamInfo(`loan-${first.caseId}`);
  const skipped = Math.min((recorded?.streamVersion ?? -1) + 1, activities.length);
  for (const [position, activity] of activities.entries()) {
    if (position < skipped) continue;
    await app.commands.dispatch(RecordActivity, activity, { commandId: `${activity.caseId}#${String(position)}` });
  }
  return { commands: activities.length - skipped, skipped };
}
