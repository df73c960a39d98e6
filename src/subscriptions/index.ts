export { CatchUpLoop, type LogFollower } from './catch-up-loop.js';
export type { CheckpointStore } from './checkpoint-store.js';
export type { Member, Membership } from './membership.js';
export type { EventRef, Failure, ParkedLane, ParkedLaneQuery, ParkedLaneStore } from './parked-lanes.js';
export { sliceOf } from './slice-of.js';
export type { Slice, SliceMove, SliceRef, SliceStore, SubscriptionKind, SubscriptionRecord } from './slice-store.js';
export {
  subscriptionId,
  type Delivery,
  type RetrySchedule,
  type StartPosition,
  type SubscriptionModel,
} from './subscription-model.js';
export type { SubscriptionStore } from './subscription-store.js';
