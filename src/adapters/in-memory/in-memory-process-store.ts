import { copyStorable } from '../../event-store/index.js';
import type { ProcessRecord, ProcessRef } from '../../process-managers/process-record.js';
import type { DueRecords, ProcessCounts, ProcessQuery, ProcessStore } from '../../process-managers/process-store.js';
import { OpenState } from './open-state.js';
import { compareUtf8 } from './utf8-order.js';

/** Keeps the instances of process managers in this process's memory. */
export class InMemoryProcessStore implements ProcessStore {
  /**
   * @param records what to begin with, which the store changes; none by default
   * @param now the clock that tells what is due
   */
  constructor(
    private readonly records = new Map<string, ProcessRecord>(),
    private readonly openState = new OpenState(),
    private readonly now: () => Date = () => new Date(),
  ) {}

  async prepare(): Promise<void> {
    this.openState.check();
  }

  async load(manager: string, id: string): Promise<ProcessRecord | null> {
    this.openState.check();
    const record = this.records.get(keyOf({ manager, id }));
    return record === undefined ? null : copyOf(record);
  }

  async save(record: ProcessRecord, expectedVersion: number): Promise<boolean> {
    this.openState.check();
    const key = keyOf(record);
    if ((this.records.get(key)?.version ?? -1) !== expectedVersion) return false;
    this.records.set(key, copyOf(record));
    return true;
  }

  async due(manager: string, slices: readonly number[], maxCount: number): Promise<DueRecords> {
    const at = this.now();
    const due = this.#dueBy(manager, at).filter(({ slice }) => slices.includes(slice));
    return { at: new Date(at), records: due.slice(0, maxCount).map(copyOf) };
  }

  async remove(manager: string, id: string, expectedVersion?: number): Promise<boolean> {
    this.openState.check();
    const key = keyOf({ manager, id });
    const version = this.records.get(key)?.version;
    return version === (expectedVersion ?? version) && this.records.delete(key);
  }

  async find(query: ProcessQuery): Promise<readonly ProcessRecord[]> {
    return this.#page(query, ({ completedAt }) => completedAt === null);
  }

  async findFailed(query: ProcessQuery): Promise<readonly ProcessRecord[]> {
    return this.#page(query, ({ failure }) => failure !== null);
  }

  async status(manager: string): Promise<ProcessCounts> {
    const own = this.#all().filter((record) => record.manager === manager);
    const moments = own.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt.getTime()]));
    return {
      active: own.filter(({ completedAt }) => completedAt === null).length,
      overdue: this.#dueBy(manager, this.now()).length,
      dead: own.filter(isDead).length,
      nextDueAt: moments.length === 0 ? null : new Date(Math.min(...moments)),
    };
  }

  #dueBy(manager: string, at: Date): readonly ProcessRecord[] {
    return this.#all()
      .filter((record) => record.manager === manager && record.dueAt !== null && record.dueAt <= at)
      .sort((one, other) => (one.dueAt?.getTime() ?? 0) - (other.dueAt?.getTime() ?? 0));
  }

  #page(query: ProcessQuery, matches: (record: ProcessRecord) => boolean): readonly ProcessRecord[] {
    const { manager, isDead: dead, after, maxCount } = query;
    const found = this.#all()
      .filter((record) => matches(record) && record.manager === (manager ?? record.manager))
      .filter((record) => dead === undefined || isDead(record) === dead)
      .filter((record) => after === undefined || compare(record, after) > 0)
      .sort(compare);
    return found.slice(0, maxCount).map(copyOf);
  }

  #all(): readonly ProcessRecord[] {
    this.openState.check();
    return [...this.records.values()];
  }
}

/** No manager's name has a slash in it. */
function keyOf({ manager, id }: ProcessRef): string {
  return `${manager}/${id}`;
}

function copyOf(record: ProcessRecord): ProcessRecord {
  return { state: undefined, ...copyStorable<Omit<ProcessRecord, 'state'>>(record, 'record').copy };
}

function isDead({ failure, dueAt }: ProcessRecord): boolean {
  return failure !== null && dueAt === null;
}

function compare(one: ProcessRef, other: ProcessRef): number {
  return compareUtf8(one.manager, other.manager) || compareUtf8(one.id, other.id);
}
