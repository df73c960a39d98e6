import type { RecordedEvent } from '../event-store/index.js';
import type { CommandSender } from './command-sender.js';
import { hasHandled } from './event-part.js';
import type { ProcessManagerModel } from './process-manager-model.js';
import { attentionAt, type ProcessRecord } from './process-record.js';
import type { ProcessStore } from './process-store.js';
import { isRefusal } from './refusal.js';

/**
 * Runs the steps of a process manager: each is stored with the commands that it leads to, and then those are sent.
 *
 * Whatever dies in between, the next one to come first sends what is pending; another process that comes between is
 * found out by the version of the record, and the step begins again on the record as it is then.
 */
export class ProcessRunner {
  constructor(
    readonly model: ProcessManagerModel,
    readonly store: ProcessStore,
    private readonly sender: CommandSender,
  ) {}

  /** Handles an event, once, however often it is delivered. Resolves when its commands are sent. */
  async handle(event: RecordedEvent, signal?: AbortSignal): Promise<void> {
    const id = this.model.correlate(event);
    if (id === undefined) return;
    await this.#work(id, signal, (record) =>
      record !== null && hasHandled(record, event) ? null : this.model.react(id, record, event),
    );
  }

  /** Sends what is pending, and fires the deadlines that are due by `at`, in order. */
  async attend(id: string, at: Date, signal?: AbortSignal): Promise<void> {
    await this.#work(id, signal, (record) => {
      const [first] = record?.deadlines ?? [];
      if (record === null || first === undefined || first.dueAt.getTime() > at.getTime()) return null;
      return this.model.expire(record, first);
    });
  }

  /** An event was given up: what it has led to and is not sent yet is dropped. */
  async discarded(event: RecordedEvent): Promise<void> {
    const id = this.#idOf(event);
    if (id === undefined) return;
    for (let isStored = false; !isStored;) {
      const record = await this.store.load(this.model.name, id);
      const pending = record?.pending.filter(({ eventId }) => eventId !== event.eventId);
      if (record === null || pending?.length === record.pending.length) return;
      isStored = (await this.#replace(record, { ...record, pending: pending ?? [] })) !== undefined;
    }
  }

  /** Takes steps as long as there are some, each when the commands of the one before are sent. */
  async #work(
    id: string,
    signal: AbortSignal | undefined,
    step: (record: ProcessRecord | null) => Promise<ProcessRecord | null> | null,
  ): Promise<void> {
    // `undefined` when it must be read: at first, and when another process was faster.
    for (let record: ProcessRecord | null | undefined, reads = 0; ;) {
      signal?.throwIfAborted();
      record = record === undefined ? await this.store.load(this.model.name, id, reads++ > 0) : record;
      if (record !== null && record.pending.length > 0) {
        record = await this.#sendPending(record, signal);
        continue;
      }
      const next: ProcessRecord | null = await step(record);
      if (next === null) {
        if (record !== null || reads > 1) return;
        // Where there only seems to be no instance, the event would be passed over for good.
        record = undefined;
        continue;
      }
      signal?.throwIfAborted();
      record = (await this.store.save(next, next.version - 1)) ? next : undefined;
    }
  }

  /** @returns the record after it, or `undefined` when another process was faster */
  async #sendPending(record: ProcessRecord, signal: AbortSignal | undefined): Promise<ProcessRecord | undefined> {
    for (const [sent, command] of record.pending.entries()) {
      try {
        await this.sender.send(command);
      } catch (error) {
        const next = isRefusal(error) ? await this.model.refuse(record, command, error) : null;
        if (next !== null) return (await this.store.save(next, record.version)) ? next : undefined;
        // What is sent is not sent again with each attempt at this one.
        if (sent > 0) await this.#replace(record, { ...record, pending: record.pending.slice(sent) });
        throw error;
      }
      signal?.throwIfAborted();
    }
    return this.#replace(record, { ...record, pending: [] });
  }

  async #replace(before: ProcessRecord, changed: ProcessRecord): Promise<ProcessRecord | undefined> {
    const isDone = changed.pending.length === 0;
    const next = { ...changed, version: before.version + 1, failure: isDone ? null : before.failure };
    const dueAt = isDone ? attentionAt(next) : before.dueAt;
    const stored = { ...next, dueAt };
    return (await this.store.save(stored, before.version)) ? stored : undefined;
  }

  #idOf(event: RecordedEvent): string | undefined {
    try {
      return this.model.correlate(event);
    } catch {
      return undefined; // it never came as far as leading to commands
    }
  }
}
