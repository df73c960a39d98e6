import type { RecordedEvent } from 'annals';
import Table from 'cli-table3';

/** The events of a stream as a table. */
export function historyTable(events: readonly RecordedEvent[]): string {
  const table = new Table({
    head: ['position', 'event', 'data', 'by', 'stored at'],
    style: { head: [], border: [], compact: true },
    colAligns: ['right'],
  });
  for (const { streamPosition, type, data, metadata, createdAt } of events) {
    const { clerk } = metadata;
    table.push([streamPosition, type, summary(data), typeof clerk === 'string' ? clerk : '', createdAt.toISOString()]);
  }
  return table.toString();
}

function summary(data: Record<string, unknown>): string {
  return Object.entries(data)
    .map(([key, value]) => `${key} ${String(value).slice(0, 13)}`)
    .join(', ');
}
