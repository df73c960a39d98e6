export { AggregateLoader } from './aggregate-loader.js';
export { CommandBus, type CommandExecutor, type ConflictRetry } from './command-bus.js';
export type { DispatchOptions } from './command-options.js';
export type {
  CommandScheduler,
  ListScheduledOptions,
  ScheduledCommand,
  ScheduledCommandDetails,
  ScheduleOptions,
} from './command-scheduler.js';
export { LiveCache } from './live-cache.js';
export type { PointInTime } from './point-in-time.js';
export type { Receipt } from './receipt.js';
export { Repository } from './repository.js';
export { SnapshotWriter } from './snapshot-writer.js';
export type { UnitOfWork } from './unit-of-work.js';
