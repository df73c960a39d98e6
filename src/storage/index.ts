export type { Storage, StorageProvider } from './storage.js';
