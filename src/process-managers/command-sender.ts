import type { PendingCommand } from './process-record.js';

/** Sends the commands of process managers. */
export interface CommandSender {
  /**
   * Sends a command and waits until it is carried out. A command whose id was carried out before is not carried out again.
   *
   * @throws what refuses the command, or why it is not known to be carried out
   */
  send(command: PendingCommand): Promise<void>;
}
