import type { RecordedEvent } from '../event-store/index.js';
import { retrySchedule, type RetrySchedule, type SubscriptionModel } from '../subscriptions/index.js';
import { processSliceCount, type ProcessManagerModel } from './process-manager-model.js';
import type { ProcessRunner } from './process-runner.js';

export interface ProcessSubscriptionOptions {
  /** When an event is tried again that could not be handled. */
  readonly retry?: RetrySchedule;
  /** After so many milliseconds an attempt has failed; 30 000 by default. */
  readonly timeLimitMs?: number;
  /** How many instances are worked on at the same time, in each process; 16 by default. */
  readonly concurrency?: number;
}

/** What follows the log for a process manager: the events of one instance come one after the other. */
export function processSubscription(
  runner: ProcessRunner,
  options: ProcessSubscriptionOptions = {},
): SubscriptionModel {
  const { model } = runner;
  const group = `process-manager/${model.name}`;
  const { retry = retrySchedule(group), timeLimitMs = 30_000, concurrency = 16 } = options;
  return {
    kind: 'process-manager',
    name: model.name,
    group,
    patterns: model.types,
    sliceCount: processSliceCount,
    from: model.from,
    concurrency,
    timeLimitMs,
    retry,
    laneOf: (event) => laneOf(model, event),
    handle: (event, { signal }) => runner.handle(event, signal),
    discarded: (event) => runner.discarded(event),
  };
}

/** An event that does not say where it belongs fails when it is handled, and holds back its own stream. */
function laneOf(model: ProcessManagerModel, event: RecordedEvent): string | undefined {
  try {
    return model.correlate(event);
  } catch {
    return event.streamId;
  }
}
