export * as accounts from './accounts/index.js';
export * as transfers from './transfers/index.js';
