import type { DeadLetter, DeadLetterQuery, DeadLetterSource } from '../subscriptions/index.js';
import type { DeadProcesses } from './dead-processes.js';
import type { ProcessRecord } from './process-record.js';
import { scheduleManager } from './scheduled-record.js';

const schedule = 'schedule/commands';
const separator = '#';

/** The deadlines and scheduled commands that were given up, as dead letters: `{subscription}#{id}`. */
export class DeadDueWork implements DeadLetterSource {
  constructor(private readonly processes: DeadProcesses) {}

  async list({
    subscription,
    after,
    maxCount,
    includeRetrying = false,
  }: DeadLetterQuery & { readonly maxCount: number }): Promise<DeadLetter[]> {
    const found = await this.processes.findFailed({
      ...(!includeRetrying && { isDead: true }),
      maxCount: maxCount + (after === undefined ? 0 : 1_000),
    });
    return found
      .flatMap(toDeadLetter)
      .filter(({ id }) => after === undefined || id > after)
      .filter((letter) => subscription === undefined || isOf(letter.subscription, subscription))
      .slice(0, maxCount);
  }

  async request(id: string, request: 'discard' | 'retry'): Promise<boolean> {
    const end = id.indexOf(separator);
    if (end < 0) return false;
    const manager = managerOf(id.slice(0, end));
    const instance = id.slice(end + 1);
    return request === 'retry'
      ? this.processes.retryFailed(manager, instance)
      : this.processes.discardFailed(manager, instance);
  }
}

function toDeadLetter({ manager, id, failure, pending, deadlines, dueAt }: ProcessRecord): readonly DeadLetter[] {
  if (failure === null) return [];
  const subscription = manager === scheduleManager ? schedule : `process-manager/${manager}`;
  const [command] = pending;
  const { attempts, error, failedAt: lastFailedAt } = failure;
  const deadline = command === undefined ? (deadlines[0]?.name ?? null) : null;
  const due = { id, command: command?.type ?? null, deadline };
  return [
    {
      id: `${subscription}${separator}${id}`,
      subscription,
      event: null,
      due,
      attempts,
      error,
      lastFailedAt,
      nextAttemptAt: dueAt,
    },
  ];
}

function managerOf(subscription: string): string {
  return subscription === schedule ? scheduleManager : subscription.slice(subscription.indexOf('/') + 1);
}

function isOf(id: string, wanted: string): boolean {
  return id === wanted || id.slice(id.indexOf('/') + 1) === wanted;
}
