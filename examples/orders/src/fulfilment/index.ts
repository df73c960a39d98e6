export * from './fulfilment.js';
export * from './patience.js';
