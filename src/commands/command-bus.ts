import { setTimeout as delay } from 'node:timers/promises';
import { AnnalsError, describeValue, InvalidArgumentError, UnknownMessageError } from '../errors/index.js';
import {
  isPlainObject,
  type EventLog,
  type EventStore,
  type RecordedEvent,
  type Upcasting,
} from '../event-store/index.js';
import {
  commandTypeOf,
  createMessage,
  currentMessage,
  readMessageArguments,
  runThrough,
  type Class,
  type EventRegistry,
  type MessageContext,
  type MessageEnvelope,
  type Middleware,
  type Properties,
  newId,
} from '../messages/index.js';
import type { Aggregates } from './aggregates.js';
import type { DispatchOptions } from './command-options.js';
import type {
  CommandScheduler,
  ListScheduledOptions,
  ScheduledCommand,
  ScheduledCommandDetails,
  ScheduleOptions,
} from './command-scheduler.js';
import { eventIdsOf, freshEventIds } from './event-ids.js';
import type { Receipt } from './receipt.js';
import { unitInScope, withinUnitOfWork } from './repository.js';
import { UnitOfWork } from './unit-of-work.js';

/** Executes one kind of command within a unit of work. */
export type CommandExecutor = (command: object, unit: UnitOfWork) => Promise<void>;

/** How often a command is decided before a conflict reaches the caller. */
export interface ConflictRetry {
  /** Attempts in all, the first one included; 10 by default. */
  readonly attempts: number;
}

export interface CommandBusOptions {
  readonly store: EventStore;
  /** The log with its events as they are stored. */
  readonly log: EventLog;
  readonly upcasting: Upcasting;
  readonly registry: EventRegistry;
  readonly aggregates: Aggregates;
  readonly executors: ReadonlyMap<Class, CommandExecutor>;
  readonly middleware: readonly Middleware[];
  readonly retry: ConflictRetry;
  readonly scheduler: CommandScheduler;
}

/** Where commands go in. */
export class CommandBus {
  /** @internal */
  constructor(private readonly options: CommandBusOptions) {}

  /**
   * Checks a command, decides on it and stores what happened.
   *
   * Resolves when the events are stored, once and all together. A conflict with another writer is decided again on the
   * new state, a bounded number of times.
   *
   * @throws ValidationError when the command breaks its rules
   * @throws UnknownMessageError when nothing handles the command
   * @throws StreamVersionConflictError when every attempt met another writer
   * @throws whatever the handler throws to refuse the command, unchanged
   */
  dispatch<C extends object>(
    command: Class<C>,
    properties: NoInfer<Properties<C>>,
    options?: DispatchOptions,
  ): Promise<Receipt>;
  dispatch<C extends object>(
    command: C extends abstract new (...args: never[]) => unknown ? never : C,
    options?: DispatchOptions,
  ): Promise<Receipt>;
  async dispatch(first: object, second?: object, third?: DispatchOptions): Promise<Receipt> {
    const { type, properties, options = {} } = readMessageArguments<DispatchOptions>(first, second, third);
    const name = commandTypeOf(type);
    const execute = this.options.executors.get(type);
    if (name === undefined || execute === undefined) throw unhandled(type, name);
    const message = await createMessage(type, properties);
    const envelope = toEnvelope(name, message, options);
    return runThrough(this.options.middleware, envelope, () => this.#handle(envelope, execute, options.commandId));
  }

  /**
   * Keeps a command until a moment, and dispatches it then: once, late rather than never, by whichever process comes to
   * it. Whatever refuses it then is tried again, later and later, and becomes a dead letter.
   *
   * @returns the command's id, by which it can be cancelled; the same `commandId` again is the same success once more
   * @throws ValidationError when the command breaks its rules
   * @throws UnknownMessageError when nothing handles the command
   * @throws InvalidArgumentError when `at` is no moment
   * @example
   * ```ts
   * await app.commands.schedule(CloseAccount, { accountId }, { at: new Date('2030-01-01') });
   * ```
   */
  schedule<C extends object>(
    command: Class<C>,
    properties: NoInfer<Properties<C>>,
    options: ScheduleOptions,
  ): Promise<ScheduledCommand>;
  schedule<C extends object>(
    command: C extends abstract new (...args: never[]) => unknown ? never : C,
    options: ScheduleOptions,
  ): Promise<ScheduledCommand>;
  async schedule(first: object, second?: object, third?: ScheduleOptions): Promise<ScheduledCommand> {
    const { type, properties, options } = readMessageArguments<ScheduleOptions>(first, second, third);
    const name = commandTypeOf(type);
    if (name === undefined || !this.options.executors.has(type)) throw unhandled(type, name);
    const message = await createMessage(type, properties);
    const plain = properties ?? message;
    return this.options.scheduler.schedule(name, plain, { ...options } as ScheduleOptions);
  }

  /**
   * Forgets a scheduled command.
   *
   * @returns false when there is none with this id, or it has been begun: it may be carried out
   */
  cancelScheduled(id: string): Promise<boolean> {
    return this.options.scheduler.cancel(id);
  }

  /** A page of the commands that are kept, ordered by id. */
  listScheduled(options?: ListScheduledOptions): Promise<readonly ScheduledCommandDetails[]> {
    return this.options.scheduler.list(options);
  }

  async #handle(envelope: MessageEnvelope, execute: CommandExecutor, commandId: string | undefined): Promise<Receipt> {
    const { messageId, correlationId, metadata, message } = envelope;
    const context: MessageContext = { messageId, correlationId, metadata };
    const eventIds = commandId === undefined ? freshEventIds : eventIdsOf(commandId);
    const { store, registry, aggregates, retry } = this.options;
    const mayWait = unitInScope() === undefined;
    let conflicts = 0;
    let isFresh = false;
    for (let attempt = 1; ; attempt++) {
      const unit = new UnitOfWork({ store, registry, aggregates, isFresh, mayWait });
      let isDecided = false;
      try {
        await withinUnitOfWork(unit, context, () => execute(message, unit));
        isDecided = true;
        const receipt = await unit.commit(context, eventIds, attempt);
        if (receipt !== 'stale') {
          if (receipt.events.length > 0 && unit.size === 1) return receipt;
          return (await this.#earlierReceipt(commandId)) ?? receipt;
        }
      } catch (error) {
        const earlier = await this.#earlierReceipt(commandId);
        if (earlier !== undefined) return earlier;
        if (!isConflict(error)) {
          // A refusal counts when it was decided on the state as it is. What fails later may have been stored.
          if (isDecided || !unit.usedCache || (await unit.isCurrent())) throw error;
        } else if (!unit.usedCache) {
          // A conflict with one's own stale memory would not count.
          if (++conflicts >= retry.attempts) throw error;
          await delay(Math.random() * Math.min(2 ** conflicts, 64));
        }
      } finally {
        unit.close();
      }
      isFresh = true;
    }
  }

  /**
   * What a command with this id has stored before. It need not be asked for in advance: a command that runs again gives
   * its events the same ids, for which the store returns the first append; only one that is now refused, or now does
   * something else, on the state that it has led to itself, is found here. A command id belongs to one command for ever.
   */
  async #earlierReceipt(commandId: string | undefined): Promise<Receipt | undefined> {
    if (commandId === undefined) return undefined;
    const eventIds = eventIdsOf(commandId);
    const events: RecordedEvent[] = [];
    for (let asked = 0, size = 1; ; asked += size, size *= 16) {
      const from = asked;
      const found = await this.options.log.findEvents(
        Array.from({ length: size }, (_, index) => eventIds(from + index)),
      );
      if (found.length === 0) break;
      events.push(...found);
    }
    const [first] = events;
    if (first === undefined) return undefined;
    const { streamId } = first;
    return {
      streamId,
      streamVersion: Math.max(...events.filter((event) => event.streamId === streamId).map((e) => e.streamPosition)),
      globalPosition: Math.max(...events.map((event) => event.globalPosition)),
      events: this.options.upcasting.upcastAll(events),
      attempts: 1,
    };
  }
}

function toEnvelope(type: string, message: object, options: DispatchOptions): MessageEnvelope {
  const cause = currentMessage();
  const { commandId, metadata = {} } = options;
  if (commandId !== undefined && (typeof commandId !== 'string' || commandId === '' || commandId.length > 200)) {
    throw new InvalidArgumentError(
      'INVALID_COMMAND_ID',
      `The commandId of ${type} is ${describeValue(commandId)}; give a text of 1 to 200 characters, or none.`,
    );
  }
  const given: unknown = metadata;
  if (typeof given !== 'object' || given === null || !isPlainObject(given)) {
    throw new InvalidArgumentError(
      'INVALID_OPTION',
      `The metadata of ${type} are ${describeValue(given)}; give an object of plain data, or none.`,
    );
  }
  return {
    kind: 'command',
    type,
    message,
    messageId: commandId ?? newId(),
    correlationId: options.correlationId ?? cause?.correlationId ?? newId(),
    causationId: options.causationId ?? cause?.messageId,
    metadata: { ...cause?.metadata, ...metadata },
  };
}

function unhandled(type: Class, name: string | undefined): UnknownMessageError {
  return name === undefined
    ? new UnknownMessageError(
        'UNKNOWN_COMMAND',
        `${describeValue(type)} is no command. Dispatch a class with @Command('…') and its properties, or an instance of one.`,
      )
    : new UnknownMessageError(
        'HANDLER_MISSING',
        `Nothing handles the command '${name}' (${type.name}). Write a method or class with @CommandHandler(${type.name}) ` +
          `and add it to the application's components.`,
      );
}

function isConflict(error: unknown): boolean {
  return AnnalsError.is(error) && error.code === 'STREAM_VERSION_CONFLICT';
}
