/** Remembers how far each reader of the log has come. */
export interface CheckpointStore {
  /** The global position that `name` has reached, -1 when it has not begun. */
  load(name: string): Promise<number>;

  /**
   * Moves the checkpoint from `from` to `to` in one step.
   *
   * @returns false, and changes nothing, when it is not at `from`: another process has moved it
   */
  advance(name: string, from: number, to: number): Promise<boolean>;
}
