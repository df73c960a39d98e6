export * as customers from './customers/index.js';
export * as fulfilment from './fulfilment/index.js';
export * as orders from './orders/index.js';
export * as payments from './payments/index.js';
export * as stock from './stock/index.js';
