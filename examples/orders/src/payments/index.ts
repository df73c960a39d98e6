export * from './cashier.js';
export * from './commands.js';
export * from './errors.js';
export * from './events.js';
export * from './payment-gateway.js';
export * from './payment.js';
export * from './pretended-gateway.js';
