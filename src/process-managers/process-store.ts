import type { ProcessRecord, ProcessRef } from './process-record.js';

/** Records that time makes due. */
export interface DueRecords {
  /** The database's clock when it was asked. */
  readonly at: Date;
  /** Ordered by `dueAt`. */
  readonly records: readonly ProcessRecord[];
}

export interface ProcessQuery {
  /** Only those of this process manager. */
  readonly manager?: string;
  /** Only those that stand still since they have failed too often. */
  readonly isDead?: boolean;
  /** Only those that come after this one. */
  readonly after?: ProcessRef;
  /** At most so many, from 1. */
  readonly maxCount: number;
}

/** What the records of a process manager have come to. */
export interface ProcessCounts {
  /** Instances that have not completed. */
  readonly active: number;
  /** Those that are due by now. */
  readonly overdue: number;
  /** Dead letters. */
  readonly dead: number;
  readonly nextDueAt: Date | null;
}

/** Remembers the instances of process managers. Every call is atomic, and what it has acknowledged survives a crash. */
export interface ProcessStore {
  /** Creates what is missing. */
  prepare(): Promise<void>;

  /**
   * The record as it was last stored, `null` when there is none. Nobody else holds what is returned.
   *
   * @param isCertain when the database has just changed its primary, what another process has stored a moment ago may not
   *   show; `true` waits until it would
   */
  load(manager: string, id: string, isCertain?: boolean): Promise<ProcessRecord | null>;

  /**
   * Stores a record in the place of the one of a version.
   *
   * @param expectedVersion the version of the record that it replaces, -1 for none
   * @returns false, and changes nothing, when the stored one is of another version
   */
  save(record: ProcessRecord, expectedVersion: number): Promise<boolean>;

  /** The records in these slices whose `dueAt` has come by the database's clock, the earliest first, at most `maxCount`. */
  due(manager: string, slices: readonly number[], maxCount: number): Promise<DueRecords>;

  /**
   * Removes a record.
   *
   * @param expectedVersion the version that it must have; any by default
   * @returns false, and changes nothing, when there is none, or none of that version
   */
  remove(manager: string, id: string, expectedVersion?: number): Promise<boolean>;

  /** A page of records that have not completed, ordered by manager and id. */
  find(query: ProcessQuery): Promise<readonly ProcessRecord[]>;

  /** A page of records that have failed, ordered by manager and id. */
  findFailed(query: ProcessQuery): Promise<readonly ProcessRecord[]>;

  status(manager: string): Promise<ProcessCounts>;
}
