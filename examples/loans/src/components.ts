export * as applications from './applications/index.js';
