import { ConfigurationError, describeValue } from '../errors/index.js';
import { copyStorable, type RecordedEvent } from '../event-store/index.js';
import {
  commandTypeOf,
  eventHandlersOf,
  eventMethodsOf,
  eventTypeOf,
  withinMessage,
  type Class,
  type EventRegistry,
} from '../messages/index.js';
import { eventContext, sliceOf, type StartPosition } from '../subscriptions/index.js';
import { commandRefusedHandlersOf } from './command-refused.js';
import { correlation } from './correlation.js';
import { deadlineHandlersOf } from './deadline-handler.js';
import { derivedId } from './derived-id.js';
import { partOf } from './event-part.js';
import { processManagerDeclarationOf, type ProcessManagerDeclaration } from './process-manager.js';
import type { Deadline, PendingCommand, ProcessRecord } from './process-record.js';
import { ProcessStep, type StepCause, type StepRules } from './process-step.js';
import { toRefusedCommand } from './refusal.js';

/** Into how many slices the instances of a process manager are divided; stored with them, so it never changes. */
export const processSliceCount = 16;

type Handlers = Record<string | symbol, ((...args: unknown[]) => unknown) | undefined>;

/** A process manager as what runs it sees it: steps from one record to the next, which store and send nothing. */
export interface ProcessManagerModel {
  readonly name: string;
  /** How messages call it: the class name. */
  readonly label: string;
  readonly class: Class;
  /** The stored types that its handlers take. */
  readonly types: readonly string[];
  readonly from: StartPosition;
  /** The instance that an event belongs to; `undefined` for none. @throws when the event does not say */
  correlate(event: RecordedEvent): string | undefined;
  /** Handles an event. @returns `null` when the event is of no interest to the instance */
  react(id: string, record: ProcessRecord | null, event: RecordedEvent): Promise<ProcessRecord | null>;
  /** Handles a deadline that is due, and forgets it. */
  expire(record: ProcessRecord, deadline: Deadline): Promise<ProcessRecord>;
  /** Handles the refusal of a pending command, and drops it and those before it. @returns `null` where nothing handles it */
  refuse(record: ProcessRecord, command: PendingCommand, error: unknown): Promise<ProcessRecord | null>;
}

/**
 * The model of a class with `@ProcessManager`.
 *
 * @param make gives the instance for a step
 * @throws ConfigurationError when the class is no process manager, or what it declares does not fit together
 */
export function processManagerModel(type: Class, registry: EventRegistry, make: () => object): ProcessManagerModel {
  const declaration = processManagerDeclarationOf(type);
  if (declaration === undefined) {
    throw new ConfigurationError(
      'DECORATOR_MISSING',
      `${type.name} is used as a process manager but has no name. Put @ProcessManager('…', { … }) on it.`,
    );
  }
  const { name, initialState, from } = declaration;
  const label = type.name;
  requireStorable(label, initialState);
  const events = eventMethodsOf(type);
  const starts = startTypes(type, declaration);
  const correlateBy = correlation(label, declaration.correlateBy);
  const deadlines = deadlineHandlersOf(type);
  const refusals = refusalMethods(type);
  const rules: StepRules = { label, deadlines: new Set(deadlines.keys()) };

  /** Runs a handler in the context of what it handles. */
  const run = async (
    method: string | symbol,
    before: ProcessRecord,
    cause: StepCause,
    argumentsOf: (step: ProcessStep) => unknown[],
    changes: Parameters<ProcessStep['finish']>[0],
  ): Promise<ProcessRecord> => {
    const step = new ProcessStep(rules, before, cause);
    const handlers = make() as Handlers;
    await withinMessage(cause, async () => handlers[method]?.(...argumentsOf(step)));
    return step.finish(changes);
  };

  return {
    name,
    label,
    class: type,
    types: [...events.keys()],
    from,
    correlate: (recorded) => correlateBy(registry.instantiate(recorded), recorded),
    async react(id, record, recorded) {
      const method = events.get(recorded.type);
      const isFor = record === null ? starts.has(recorded.type) : record.completedAt === null;
      if (method === undefined || !isFor) return null;
      const before = record ?? newRecord(name, id, initialState, recorded.createdAt);
      const { globalPosition: position } = recorded;
      const earlier = before.position === position ? before.parts : [];
      const event = registry.instantiate(recorded);
      return run(method, before, causeOf(recorded, earlier.length), (step) => [event, step, recorded], {
        position,
        parts: [...earlier, partOf(recorded)],
      });
    },
    async expire(record, deadline) {
      const method = deadlines.get(deadline.name);
      if (method === undefined) throw withoutHandler(label, deadline.name);
      const { dueAt: at, correlationId, metadata } = deadline;
      const messageId = derivedId(name, record.id, 'deadline', deadline.name, at.getTime());
      const rest = record.deadlines.filter((other) => other.name !== deadline.name);
      const cause = { messageId, correlationId, metadata, at, eventId: null, part: 0 };
      return run(method, { ...record, deadlines: rest }, cause, (step) => [step], {});
    },
    async refuse(record, command, error) {
      const method = refusals.get(command.type);
      if (method === undefined) return null;
      const { commandId: messageId, correlationId, metadata, eventId } = command;
      const cause = { messageId, correlationId, metadata, at: record.updatedAt, eventId, part: 0 };
      const pending = record.pending.slice(record.pending.findIndex((one) => one.commandId === messageId) + 1);
      return run(method, record, cause, (step) => [toRefusedCommand(command, error), step], { pending });
    },
  };
}

function newRecord(manager: string, id: string, initialState: unknown, at: Date): ProcessRecord {
  return {
    manager,
    id,
    slice: sliceOf(id, processSliceCount),
    version: -1,
    state: initialState,
    position: -1,
    parts: [],
    pending: [],
    deadlines: [],
    dueAt: null,
    failure: null,
    startedAt: at,
    updatedAt: at,
    completedAt: null,
  };
}

function causeOf(recorded: RecordedEvent, part: number): StepCause {
  return { ...eventContext(recorded), at: recorded.createdAt, eventId: recorded.eventId, part };
}

function startTypes(type: Class, { name, startsOn }: ProcessManagerDeclaration): ReadonlySet<string> {
  const events = Array.isArray(startsOn) ? (startsOn as readonly Class[]) : [];
  if (events.length === 0) {
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `${type.name} has @ProcessManager('${name}') with startsOn as ${describeValue(startsOn)}${Array.isArray(startsOn) ? ' without events' : ''}, ` +
        `so that no instance ever starts. Give the events that start one, as startsOn: [OrderPlaced].`,
    );
  }
  const handled = eventHandlersOf(type);
  for (const event of events) {
    if (handled.has(event)) continue;
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `${type.name} starts on ${describeValue(event)} but does not handle it. Put @EventHandler(…) for it on one of its methods.`,
    );
  }
  return new Set(events.map((event) => eventTypeOf(event) ?? event.name));
}

function refusalMethods(type: Class): ReadonlyMap<string, string | symbol> {
  return new Map(
    [...commandRefusedHandlersOf(type)].map(([command, method]) => {
      const stored = commandTypeOf(command);
      if (stored === undefined) {
        throw new ConfigurationError(
          'DECORATOR_MISSING',
          `@CommandRefused on ${type.name}.${String(method)} names ${command.name}, which is no command. Put @Command('…') on it.`,
        );
      }
      return [stored, method] as const;
    }),
  );
}

function requireStorable(label: string, initialState: unknown): void {
  if (initialState === undefined) return;
  try {
    copyStorable(initialState, 'initialState');
  } catch (cause) {
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `${label} begins with a state that is no plain data: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function withoutHandler(label: string, deadline: string): ConfigurationError {
  return new ConfigurationError(
    'INVALID_DECLARATION',
    `The deadline '${deadline}' of ${label} is due, but no method handles it any more. Put @DeadlineHandler('${deadline}') on one.`,
  );
}
