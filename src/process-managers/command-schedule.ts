import type {
  CommandScheduler,
  ListScheduledOptions,
  ScheduledCommand,
  ScheduledCommandDetails,
  ScheduleOptions,
} from '../commands/command-scheduler.js';
import { describeValue, InvalidArgumentError } from '../errors/index.js';
import { copyStorable, requireWholeNumber } from '../event-store/index.js';
import { currentMessage, newId } from '../messages/index.js';
import type { ProcessRecord } from './process-record.js';
import type { ProcessStore } from './process-store.js';
import { momentOf, scheduledRecord, scheduleManager } from './scheduled-record.js';

/** Keeps commands in the process store until it is time to send them. */
export class CommandSchedule implements CommandScheduler {
  /** @param wake lets what is due be looked for at once */
  constructor(
    private readonly store: ProcessStore,
    private readonly wake: () => void = () => undefined,
  ) {}

  async schedule(type: string, properties: object, options: ScheduleOptions): Promise<ScheduledCommand> {
    const at = checkMoment(type, options.at);
    const id = checkCommandId(type, options.commandId);
    const cause = currentMessage();
    const { correlationId, causationId, metadata } = options;
    const command = {
      commandId: id,
      type,
      properties: copyStorable({ ...properties }, type).copy as Record<string, unknown>,
      correlationId: correlationId ?? cause?.correlationId ?? newId(),
      causationId: causationId ?? cause?.messageId ?? null,
      metadata: copyStorable({ ...cause?.metadata, ...metadata }, `metadata of ${type}`).copy,
      eventId: null,
    };
    const now = new Date();
    // When it was removed in between, it has been sent: that is the same success.
    if (!(await this.store.save(scheduledRecord(command, at, now), -1))) {
      const earlier = await this.store.load(scheduleManager, id);
      return { id, at: earlier === null ? at : momentOf(earlier) };
    }
    if (at.getTime() <= now.getTime()) this.wake();
    return { id, at };
  }

  async cancel(id: string): Promise<boolean> {
    // At version 0 nobody has begun to send it.
    return this.store.remove(scheduleManager, id, 0);
  }

  async list({ maxCount = 100, after }: ListScheduledOptions = {}): Promise<readonly ScheduledCommandDetails[]> {
    const records = await this.store.find({
      manager: scheduleManager,
      maxCount: requireWholeNumber('maxCount', maxCount, 1),
      ...(after !== undefined && { after: { manager: scheduleManager, id: after } }),
    });
    return records.flatMap(toDetails);
  }
}

function toDetails(record: ProcessRecord): readonly ScheduledCommandDetails[] {
  return record.pending.map(({ type, properties, metadata, correlationId, causationId }) => ({
    id: record.id,
    at: momentOf(record),
    type,
    properties,
    metadata,
    correlationId,
    causationId,
    failedAttempts: record.failure?.attempts ?? 0,
    nextAttemptAt: record.dueAt,
  }));
}

function checkMoment(type: string, at: unknown): Date {
  if (at instanceof Date && !Number.isNaN(at.getTime())) return new Date(at);
  throw new InvalidArgumentError(
    'INVALID_OPTION',
    `The moment at which to send '${type}' is ${describeValue(at)}; give a valid Date as { at }.`,
  );
}

function checkCommandId(type: string, commandId: unknown): string {
  if (commandId === undefined) return newId();
  if (typeof commandId === 'string' && commandId !== '' && commandId.length <= 200 && commandId.isWellFormed()) {
    return commandId;
  }
  throw new InvalidArgumentError(
    'INVALID_COMMAND_ID',
    `The commandId of '${type}' is ${describeValue(commandId)}; give a text of 1 to 200 characters, or none.`,
  );
}
