import type { CheckpointStore } from '../../subscriptions/checkpoint-store.js';
import { OpenState } from './open-state.js';

/** Keeps checkpoints in this process's memory. */
export class InMemoryCheckpointStore implements CheckpointStore {
  readonly #positions: Map<string, number>;
  readonly #openState: OpenState;

  /** @param positions the checkpoints to begin with, which the store changes; none by default */
  constructor(positions = new Map<string, number>(), openState = new OpenState()) {
    this.#positions = positions;
    this.#openState = openState;
  }

  async load(name: string): Promise<number> {
    this.#openState.check();
    return this.#positions.get(name) ?? -1;
  }

  async advance(name: string, from: number, to: number): Promise<boolean> {
    this.#openState.check();
    if ((this.#positions.get(name) ?? -1) !== from) return false;
    this.#positions.set(name, to);
    return true;
  }
}
