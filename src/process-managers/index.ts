export { CommandRefused, type RefusalMethodDecorator, type RefusedCommand } from './command-refused.js';
export { CommandSchedule } from './command-schedule.js';
export type { CommandSender } from './command-sender.js';
export { DeadDueWork } from './dead-due-work.js';
export { DeadProcesses } from './dead-processes.js';
export { DeadlineHandler } from './deadline-handler.js';
export { DeadlineLoop } from './deadline-loop.js';
export type { DueWork } from './due-work.js';
export type { DeadlineMoment, Process, ProcessDispatchOptions } from './process.js';
export {
  ProcessManager,
  processManagerDeclarationOf,
  type Correlate,
  type ProcessManagerOptions,
} from './process-manager.js';
export { processManagerModel, type ProcessManagerModel } from './process-manager-model.js';
export type { Deadline, PendingCommand, ProcessFailure, ProcessRecord, ProcessRef } from './process-record.js';
export { ProcessRunner } from './process-runner.js';
export type { DueRecords, ProcessCounts, ProcessQuery, ProcessStore } from './process-store.js';
export { processSubscription } from './process-subscription.js';
export { ProcessWork, type DueWorkOptions } from './process-work.js';
export { ScheduleWork } from './schedule-work.js';
export { scheduleManager, scheduleSliceCount } from './scheduled-record.js';
export type { WorkLanes } from './work-lanes.js';
