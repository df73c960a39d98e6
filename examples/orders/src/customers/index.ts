export * from './after-sales.js';
export * from './mail.js';
export * from './notifier.js';
export * from './printed-mail.js';
