import { ConfigurationError } from '../errors/index.js';
import { copyStorable, deepFreeze } from '../event-store/index.js';
import { commandTypeOf, serializeEvent, type Class } from '../messages/index.js';
import type { Deadline, PendingCommand, ProcessManagerModel, ProcessRecord } from '../process-managers/index.js';

/** What a scenario of a process manager has come to. */
export interface ProcessSituation {
  readonly now: Date;
  /** The number of events so far. */
  readonly events: number;
  /** The instances, by id. */
  readonly records: ReadonlyMap<string, ProcessRecord>;
  /** The instance that something has happened to last. */
  readonly lastId: string | undefined;
  /** The commands that were sent, and the instance that each comes from. */
  readonly sent: readonly { readonly id: string; readonly command: PendingCommand }[];
}

/** Something that happens to a process manager. */
export interface ProcessHappening {
  /** As a failure shows it. */
  readonly name: string;
  apply(model: ProcessManagerModel, situation: ProcessSituation): Promise<ProcessSituation>;
}

/** What else is said of an event that happens. */
export interface HappeningOptions {
  /** The stream that it happens in, where it tells the instance that it belongs to; `scenario` by default. */
  readonly streamId?: string;
}

/** Before anything has happened. */
export const beginning: ProcessSituation = {
  now: new Date('2000-01-01T00:00:00Z'),
  events: 0,
  records: new Map(),
  lastId: undefined,
  sent: [],
};

export function eventHappens(event: object, { streamId = 'scenario' }: HappeningOptions): ProcessHappening {
  const { type, data, metadata = {} } = serializeEvent(event);
  return {
    name: `'${type}'`,
    async apply(model, situation) {
      const { now, events, records } = situation;
      const after = { ...situation, events: events + 1 };
      if (!model.types.includes(type)) return after;
      const recorded = deepFreeze({
        type,
        data: copyStorable(data, type).copy,
        metadata,
        streamId,
        streamPosition: events,
        globalPosition: events,
        eventId: `event-${String(events)}`,
        createdAt: now,
      });
      const id = model.correlate(recorded);
      if (id === undefined) return after;
      return changed(after, id, await model.react(id, records.get(id) ?? null, recorded));
    },
  };
}

export function timePasses(milliseconds: number): ProcessHappening {
  return {
    name: `the passing of ${String(milliseconds)} ms`,
    async apply(model, situation) {
      const now = new Date(situation.now.getTime() + milliseconds);
      let after = { ...situation, now };
      for (let due = firstDue(after); due !== undefined; due = firstDue(after)) {
        const { record, deadline } = due;
        after = changed(after, record.id, await model.expire(record, deadline));
      }
      return after;
    },
  };
}

export function commandIsRefused(command: Class, error: unknown): ProcessHappening {
  const type = commandTypeOf(command) ?? command.name;
  return {
    name: `the refusal of '${type}'`,
    async apply(model, situation) {
      const refused = situation.sent.findLast((one) => one.command.type === type);
      const record = refused && situation.records.get(refused.id);
      if (refused === undefined || record === undefined) {
        throw new ConfigurationError(
          'INVALID_DECLARATION',
          `${model.label} has not dispatched '${type}' in this scenario, so that it cannot be refused. Begin with .given(…).`,
        );
      }
      const next = await model.refuse({ ...record, pending: [refused.command] }, refused.command, error);
      if (next !== null) return changed(situation, record.id, next);
      throw new ConfigurationError(
        'INVALID_DECLARATION',
        `${model.label} does not handle the refusal of ${command.name}. Put @CommandRefused(${command.name}) on one of its methods.`,
      );
    },
  };
}

/** The situation when an instance has taken a step and its commands are sent. */
function changed(situation: ProcessSituation, id: string, next: ProcessRecord | null): ProcessSituation {
  if (next === null) return { ...situation, lastId: id };
  const records = new Map(situation.records).set(id, { ...next, pending: [] });
  const sent = [...situation.sent, ...next.pending.map((command) => ({ id, command }))];
  return { ...situation, records, sent, lastId: id };
}

function firstDue({
  records,
  now,
}: ProcessSituation): { readonly record: ProcessRecord; readonly deadline: Deadline } | undefined {
  return [...records.values()]
    .flatMap((record) => record.deadlines.map((deadline) => ({ record, deadline })))
    .filter(({ deadline }) => deadline.dueAt <= now)
    .sort((one, other) => one.deadline.dueAt.getTime() - other.deadline.dueAt.getTime())[0];
}
