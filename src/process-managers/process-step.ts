import { ConfigurationError, describeValue, InvalidArgumentError } from '../errors/index.js';
import { copyStorable } from '../event-store/index.js';
import { commandTypeOf, type Class } from '../messages/index.js';
import { derivedId } from './derived-id.js';
import type { DeadlineMoment, Process, ProcessDispatchOptions } from './process.js';
import { attentionAt, type Deadline, type PendingCommand, type ProcessRecord } from './process-record.js';

/** What a step handles. */
export interface StepCause {
  /** What its commands have as their causation id, and their own ids derive from. */
  readonly messageId: string;
  readonly correlationId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** When it has happened: what deadlines count from. */
  readonly at: Date;
  /** The event that is not done with before the commands are sent; `null` where there is none. */
  readonly eventId: string | null;
  /** Which one it is of those with the same `messageId`. */
  readonly part: number;
}

/** What a step's owner allows. */
export interface StepRules {
  /** How messages call the process manager. */
  readonly label: string;
  /** The deadlines that have a handler. */
  readonly deadlines: ReadonlySet<string>;
}

/** One step of an instance: what a handler does to it, collected, and stored by whoever ran the handler. */
export class ProcessStep implements Process {
  state: unknown;
  readonly #dispatched: PendingCommand[] = [];
  readonly #deadlines: Map<string, Deadline>;
  #completes = false;
  #isOver = false;

  constructor(
    private readonly rules: StepRules,
    private readonly before: ProcessRecord,
    private readonly cause: StepCause,
  ) {
    // A copy: an attempt that fails leaves no trace in what the next one begins with.
    this.state = before.state === undefined ? undefined : copyStorable(before.state, 'state').copy;
    this.#deadlines = new Map(before.deadlines.map((deadline) => [deadline.name, deadline]));
  }

  get id(): string {
    return this.before.id;
  }

  dispatch(command: Class, properties: unknown, options: ProcessDispatchOptions = {}): void {
    this.#requireOpen('dispatch');
    const type = commandTypeOf(command);
    if (type === undefined) {
      throw new ConfigurationError(
        'DECORATOR_MISSING',
        `${this.rules.label} dispatches ${describeValue(command)}, which is no command. Dispatch a class with @Command('…') ` +
          `and its properties.`,
      );
    }
    if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
      throw new InvalidArgumentError(
        'INVALID_OPTION',
        `${this.rules.label} dispatches '${type}' with ${describeValue(properties)}; give an object of its properties.`,
      );
    }
    const { messageId, correlationId, metadata, eventId, part } = this.cause;
    const { manager, id } = this.before;
    this.#dispatched.push({
      commandId: derivedId(manager, id, messageId, part, this.#dispatched.length),
      type,
      properties: copyStorable({ ...properties }, type).copy,
      correlationId,
      causationId: messageId,
      metadata: copyStorable({ ...metadata, ...options.metadata }, `metadata of ${type}`).copy,
      eventId,
    });
  }

  setDeadline(name: string, when: DeadlineMoment): void {
    this.#requireOpen('setDeadline');
    if (!this.rules.deadlines.has(name)) {
      throw new ConfigurationError(
        'INVALID_DECLARATION',
        `${this.rules.label} sets the deadline ${describeValue(name)}, for which it has no method. Put ` +
          `@DeadlineHandler(${describeValue(name)}) on one.`,
      );
    }
    const { correlationId, metadata } = this.cause;
    this.#deadlines.set(name, { name, dueAt: this.#momentOf(name, when), correlationId, metadata });
  }

  cancelDeadline(name: string): void {
    this.#requireOpen('cancelDeadline');
    this.#deadlines.delete(name);
  }

  complete(): void {
    this.#requireOpen('complete');
    this.#completes = true;
  }

  /**
   * Ends the step.
   *
   * @param changes what it changes besides
   * @returns the record to store
   * @throws UnstorableDataError when the state is no plain data, or all together is too large
   */
  finish(changes: Partial<Pick<ProcessRecord, 'deadlines' | 'parts' | 'pending' | 'position'>>): ProcessRecord {
    this.#isOver = true;
    const { before, cause, state } = this;
    const completedAt = before.completedAt ?? (this.#completes ? cause.at : null);
    const deadlines = completedAt === null ? [...this.#deadlines.values()].sort(byMoment) : [];
    const pending = [...(changes.pending ?? before.pending), ...this.#dispatched];
    const path = `${before.manager}[${before.id}]`;
    const stored = copyStorable({ state, deadlines, pending }, path).copy;
    const next = {
      ...before,
      ...changes,
      ...stored,
      state: stored.state,
      version: before.version + 1,
      failure: null,
      updatedAt: cause.at,
      completedAt,
    };
    return { ...next, dueAt: attentionAt(next) };
  }

  #momentOf(name: string, when: unknown): Date {
    const { after, at } = (typeof when === 'object' && when !== null ? when : {}) as { after?: unknown; at?: unknown };
    const isDelay = typeof after === 'number' && after >= 0 && at === undefined;
    const moment = isDelay ? new Date(this.cause.at.getTime() + after) : after === undefined ? at : undefined;
    if (moment instanceof Date && !Number.isNaN(moment.getTime())) return new Date(moment);
    throw new InvalidArgumentError(
      'INVALID_OPTION',
      `${this.rules.label} sets the deadline '${name}' to ${describeValue(when)}; give { after: milliseconds }, from 0, or { at: Date }.`,
    );
  }

  #requireOpen(call: string): void {
    if (!this.#isOver) return;
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `${this.rules.label} calls ${call} of a process when the handler has ended, and it would be lost. Await in the ` +
        `handler whatever leads to it.`,
    );
  }
}

function byMoment(one: Deadline, other: Deadline): number {
  return one.dueAt.getTime() - other.dueAt.getTime() || (one.name < other.name ? -1 : 1);
}
