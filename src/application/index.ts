export { Application } from './application.js';
export type { ApplicationStatus } from './application-status.js';
export {
  EventBus,
  type EventListener,
  type SubscribeOptions,
  type Subscription,
  type SubscriptionInfo,
} from './event-bus.js';
export type { CloseOptions } from './close-options.js';
export type { DueStatus } from './timed-work.js';
export type { Component } from './components.js';
export { createApplication, type ApplicationOptions } from './create-application.js';
export { openProjections, type OpenedProjections, type OpenProjectionsOptions } from './open-projections.js';
