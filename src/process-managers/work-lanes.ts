/** Where the events of a process manager are handled, and its deadlines too, so that they never overlap. */
export interface WorkLanes {
  /** The slices that this process works on at the moment. */
  slices(): readonly number[];

  /**
   * Runs a task when nothing else runs in its lane. It does not wait for events of the lane that stand still after a
   * failure. When the process does not work on the lane's slice any more, the task is dropped.
   *
   * @throws what the task throws
   */
  run(lane: string, task: () => Promise<void>): Promise<void>;
}
