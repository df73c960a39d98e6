export * from './transfer-money.js';
