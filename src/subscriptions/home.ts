import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { newId } from '../messages/index.js';

/** Where a member runs, so that others on the same machine find out at once that its process has gone. */
export interface Home {
  /** What shares its process ids: a machine, or one of its containers. */
  readonly machine: string;
  readonly pid: number;
  /** Chosen when the process starts, for its id may be given to another one later. */
  readonly process: string;
}

/** Where this process runs. */
export const home: Home = { machine: machineName(), pid: process.pid, process: newId() };

/** Whether a member's process is known to have gone. Of another machine's nothing is known. */
export function isGone(other: Home | undefined): boolean {
  if (other === undefined || other.machine !== home.machine) return false;
  if (other.pid === home.pid) return other.process !== home.process;
  try {
    process.kill(other.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Two containers may have one host name, and two boots one machine: on Linux both can be told apart. */
function machineName(): string {
  if (process.platform !== 'linux') return `${process.platform}/${hostname()}`;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return `unknown/${newId()}`; // no other process has the same
  }
}
