export * from './account.js';
export * from './balance.js';
export * from './commands.js';
export * from './errors.js';
export * from './events.js';
export * from './history.js';
export * from './projections.js';
export * from './queries.js';
