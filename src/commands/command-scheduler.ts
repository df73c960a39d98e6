import type { DispatchOptions } from './command-options.js';

/** When a command is to be sent, and what a caller may say about it besides. */
export interface ScheduleOptions extends DispatchOptions {
  /** Not before this moment; at once when it has passed. */
  readonly at: Date;
}

/** A command that is kept until it is time to send it. */
export interface ScheduledCommand {
  /** Its command id. */
  readonly id: string;
  readonly at: Date;
}

/** What is kept of a scheduled command. */
export interface ScheduledCommandDetails extends ScheduledCommand {
  /** The stored name of the command. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly correlationId: string;
  readonly causationId: string | null;
  /** How often it was tried in vain. */
  readonly failedAttempts: number;
  /** When it is tried next; `null` when it is not: a dead letter. */
  readonly nextAttemptAt: Date | null;
}

export interface ListScheduledOptions {
  /** At most so many; 100 by default. */
  readonly maxCount?: number;
  /** Only those whose id comes after this one. */
  readonly after?: string;
}

/** Keeps commands until it is time to send them; what it has acknowledged is sent, late rather than never, and once. */
export interface CommandScheduler {
  /**
   * Keeps a command. The same `commandId` again, while it is kept, is the same success once more and changes nothing.
   *
   * @param type the stored name of the command
   * @param properties plain data; it is checked against the command's rules when it is sent
   */
  schedule(type: string, properties: object, options: ScheduleOptions): Promise<ScheduledCommand>;

  /** Forgets a command. @returns false when there is none with this id, or it has been tried: it may be carried out */
  cancel(id: string): Promise<boolean>;

  /** A page of the commands that are kept, ordered by id. */
  list(options?: ListScheduledOptions): Promise<readonly ScheduledCommandDetails[]>;
}
