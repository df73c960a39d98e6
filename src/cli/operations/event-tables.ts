import type { RecordedEvent } from '../../event-store/index.js';
import type { CliContext } from '../cli-context.js';
import type { Output } from '../output.js';
import { freeText, showTable } from './fitted-table.js';

/** The events of one stream, for people. */
export function showEventsOfStream(
  context: CliContext,
  output: Output,
  events: readonly RecordedEvent[],
  withData: boolean,
): void {
  const head = ['Position', 'Type', 'At', 'Global', ...(withData ? [freeText('Data')] : [])];
  const rows = events.map((event) => [
    event.streamPosition,
    event.type,
    event.createdAt,
    event.globalPosition,
    ...dataOf(event, withData),
  ]);
  showTable(context, output, head, rows);
}

/** Events of several streams, for people. */
export function showEvents(
  context: CliContext,
  output: Output,
  events: readonly RecordedEvent[],
  withData: boolean,
): void {
  const head = ['Global', 'At', 'Type', 'Stream', 'Position', ...(withData ? [freeText('Data')] : [])];
  const rows = events.map((event) => [
    event.globalPosition,
    event.createdAt,
    event.type,
    event.streamId,
    event.streamPosition,
    ...dataOf(event, withData),
  ]);
  showTable(context, output, head, rows);
}

function dataOf({ data }: RecordedEvent, isWanted: boolean): string[] {
  return isWanted ? [JSON.stringify(data)] : [];
}
