export { CatchUpLoop, type LogFollower } from './catch-up-loop.js';
export type { CheckpointStore } from './checkpoint-store.js';
