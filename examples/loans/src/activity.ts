import type { Properties } from 'annals';
import type { RecordActivity } from './applications/index.js';
import type { XesTrace } from './xes/xes-reader.js';

/** Turns a case of the log into commands; attributes that are missing, or of another kind, are left out. */
export function toActivities(trace: XesTrace, index: number): Properties<RecordActivity>[] {
  const caseId = text(trace.attributes['concept:name']) ?? `unnamed-${String(index)}`;
  const amount = Number(trace.attributes['AMOUNT_REQ'] ?? NaN);
  return trace.events.map(({ attributes }) => {
    const transition = text(attributes['lifecycle:transition']);
    const at = attributes['time:timestamp'];
    const resource = text(attributes['org:resource']);
    return {
      caseId,
      activity: text(attributes['concept:name']) ?? 'unknown',
      ...(transition !== undefined && { transition }),
      ...(at instanceof Date && { at }),
      ...(resource !== undefined && { resource }),
      ...(Number.isFinite(amount) && { amount }),
    };
  });
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
