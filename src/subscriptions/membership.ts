import type { Home } from './home.js';

/** A process that shares work with others. */
export interface Member {
  /** New for each time that it joins. */
  readonly id: string;
  /** The groups of subscriptions that it runs: a slice goes to no process that does not run its group. */
  readonly groups: readonly string[];
  /** Where it runs; kept and given back as it is. */
  readonly home?: Home;
}

/**
 * Knows which processes are alive, by the database's clock: a member lives until its lease ends, and for good no longer
 * than that. Whoever comes too late to renew joins again under another id, so that what a dead member owned can be given
 * away without asking it.
 */
export interface Membership {
  /** Joins for `leaseMs`. */
  join(member: Member, leaseMs: number): Promise<void>;

  /** Renews the lease, counted from now. @returns false, and changes nothing, when it has ended */
  renew(member: Member, leaseMs: number): Promise<boolean>;

  /** The members whose lease has not ended, ordered by id. */
  members(): Promise<readonly Member[]>;

  /** Ends a lease before its time, and gives up every slice that the member owns. */
  leave(memberId: string): Promise<void>;
}
