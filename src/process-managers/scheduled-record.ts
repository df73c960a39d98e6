import { sliceOf } from '../subscriptions/index.js';
import type { PendingCommand, ProcessRecord } from './process-record.js';

/** What stands in the place of a process manager's name; none has such a name. */
export const scheduleManager = '$scheduled';

/** Into how many slices scheduled commands are divided; stored with them, so it never changes. */
export const scheduleSliceCount = 8;

/** The record of a command that is to be sent at a moment. */
export function scheduledRecord(command: PendingCommand, at: Date, now: Date): ProcessRecord {
  const { commandId: id, correlationId, metadata } = command;
  return {
    manager: scheduleManager,
    id,
    slice: sliceOf(id, scheduleSliceCount),
    version: 0,
    state: undefined,
    position: -1,
    parts: [],
    pending: [command],
    // Keeps the moment, which a failure leaves as it is.
    deadlines: [{ name: scheduleManager, dueAt: at, correlationId, metadata }],
    dueAt: at,
    failure: null,
    startedAt: now,
    updatedAt: now,
    completedAt: null,
  };
}

/** When a scheduled command is to be sent. */
export function momentOf({ deadlines, startedAt }: ProcessRecord): Date {
  return deadlines[0]?.dueAt ?? startedAt;
}
