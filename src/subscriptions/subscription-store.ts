import type { Membership } from './membership.js';
import type { ParkedLaneStore } from './parked-lanes.js';
import type { SliceStore } from './slice-store.js';

/** What subscriptions need of a database. Every call is atomic, and what it has acknowledged survives a crash. */
export interface SubscriptionStore extends Membership, SliceStore, ParkedLaneStore {
  /** Creates what is missing. */
  prepare(): Promise<void>;
}
