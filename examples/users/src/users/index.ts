export * from './commands.js';
export * from './errors.js';
export * from './events.js';
export * from './projections.js';
export * from './queries.js';
export * from './user.js';
