// The parts of the domain, such as: export * as parcels from './parcels/index.js';
export {};
