export { CommandBus, type CommandExecutor, type ConflictRetry } from './command-bus.js';
export type { DispatchOptions } from './command-options.js';
export type { Receipt } from './receipt.js';
export { Repository } from './repository.js';
export type { UnitOfWork } from './unit-of-work.js';
