export { backOffMs } from './back-off.js';
export { CatchUpLoop, type LogFollower } from './catch-up-loop.js';
export type { Home } from './home.js';
export { DeadEvents } from './dead-events.js';
export {
  DeadLetters,
  type DeadLetter,
  type DeadLetterQuery,
  type DeadLetterSource,
  type DueRef,
} from './dead-letters.js';
export { eventContext } from './event-context.js';
export { failureOf } from './failure.js';
export type { FollowedLog } from './log-tail.js';
export { LeasedLanes } from './leased-lanes.js';
export type { SliceWorker } from './lease-keeper.js';
export type { Member, Membership } from './membership.js';
export type { EventRef, Failure, ParkedLane, ParkedLaneQuery, ParkedLaneStore } from './parked-lanes.js';
export { retrySchedule, type RetryOptions } from './retry-schedule.js';
export { sliceOf } from './slice-of.js';
export type { Slice, SliceMove, SliceRef, SliceStore, SubscriptionKind, SubscriptionRecord } from './slice-store.js';
export {
  checkSubscriptionName,
  checkSubscriptionOptions,
  isSubscriptionName,
  type SubscriptionOptions,
} from './subscribe-options.js';
export { Subscriber, subscriberDeclarationOf, type SubscriberOptions } from './subscriber.js';
export { subscriberModel } from './subscriber-model.js';
export {
  subscriptionId,
  type Delivery,
  type RetrySchedule,
  type StartPosition,
  type SubscriptionModel,
} from './subscription-model.js';
export { describeFailure, type SubscriptionStatus } from './subscription-status.js';
export type { SubscriptionStore } from './subscription-store.js';
export { Subscriptions } from './subscriptions.js';
export { unknownEvent } from './unknown-event.js';
export { WakeUp } from './wake-up.js';
