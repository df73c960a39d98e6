export * from './commands.js';
export * from './events.js';
export * from './loan.js';
export * from './projections.js';
export * from './queries.js';
