import { randomUUID } from 'node:crypto';
import type { ReadModelChange, ReadModelStore, ReadModelTable } from '../../../projections/read-model-store.js';
import type { OpenSubject } from '../subject.js';

export type ReadModelSubject = OpenSubject<ReadModelStore>;

/** A name that no other test uses. */
export function newReadModelName(): string {
  return `orders-${randomUUID()}`;
}

/** A read model of its own, prepared, as two processes have it. */
export async function newReadModel(
  subject: ReadModelSubject,
): Promise<{ name: string; table: ReadModelTable; other: ReadModelTable }> {
  const name = newReadModelName();
  const table = subject.store.live(name);
  await table.prepare([]);
  const other = subject.other.live(name);
  await other.prepare([]);
  return { name, table, other };
}

/** Changes that put these documents under their keys; null takes one away. */
export function changesOf(documents: Readonly<Record<string, object | null>>): ReadModelChange[] {
  return Object.entries(documents).map(([key, document]) => ({ key, document }));
}

/** All documents of a read model, ordered by key. */
export async function allDocuments(table: ReadModelTable): Promise<readonly object[]> {
  return table.find({});
}
