import type { IndexDescription } from 'mongodb';
import type { ProcessFailure, ProcessRecord, ProcessRef } from '../../../process-managers/process-record.js';

type Kept = Omit<ProcessRecord, 'completedAt' | 'dueAt' | 'failure' | 'id' | 'state'>;

/** What is null in the record is left out here, so that no index holds it. */
export interface ProcessDocument extends Kept {
  /** `{manager}/{id}`; no manager's name has a slash in it. */
  readonly _id: string;
  readonly state?: unknown;
  readonly dueAt?: Date;
  readonly failure?: ProcessFailure;
  readonly completedAt?: Date;
  /** Said of those that have not completed. */
  readonly isActive?: true;
}

/** They hold what is running, due or failed, and nothing of what is over. */
export const processIndexes = [
  { key: { manager: 1, dueAt: 1, slice: 1 }, name: 'due', partialFilterExpression: { dueAt: { $exists: true } } },
  { key: { manager: 1, _id: 1 }, name: 'active', partialFilterExpression: { isActive: true } },
  { key: { manager: 1, _id: 1 }, name: 'failed', partialFilterExpression: { failure: { $exists: true } } },
] satisfies IndexDescription[];

export function processId({ manager, id }: ProcessRef): string {
  return `${manager}/${id}`;
}

export function toProcessDocument(record: ProcessRecord): ProcessDocument {
  const { id, state, dueAt, failure, completedAt, ...kept } = record;
  return {
    _id: processId({ manager: record.manager, id }),
    ...kept,
    ...(state !== undefined && { state }),
    ...(dueAt !== null && { dueAt }),
    ...(failure !== null && { failure }),
    ...(completedAt === null ? { isActive: true } : { completedAt }),
  };
}

export function toProcessRecord({ _id, isActive: _, ...document }: ProcessDocument): ProcessRecord {
  const { state, dueAt = null, failure = null, completedAt = null } = document;
  return { ...document, id: _id.slice(document.manager.length + 1), state, dueAt, failure, completedAt };
}
