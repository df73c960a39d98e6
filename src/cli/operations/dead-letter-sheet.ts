import type { RecordedEvent } from '../../event-store/index.js';
import type { DeadLetter } from '../../subscriptions/index.js';
import type { CliContext } from '../cli-context.js';
import type { Output } from '../output.js';
import { printable, shownMoment } from './fitted-table.js';

/** Everything that is known of a dead letter, for people: a line for each fact, and nothing cut. */
export function presentDeadLetter(
  context: CliContext,
  output: Output,
  letter: DeadLetter,
  recorded: RecordedEvent | null,
): void {
  const { id, subscription, event, due, attempts, lastFailedAt, nextAttemptAt, error } = letter;
  const facts: [string, string][] = [
    ['Id', id],
    ['Subscription', subscription],
  ];
  if (event !== null) {
    facts.push(['Event', `${event.type} (${event.eventId})`]);
    facts.push(['Stream', `${event.streamId}@${String(event.streamPosition)}`]);
    facts.push(['Position', String(event.globalPosition)]);
  }
  if (due !== null) {
    facts.push([due.command === null ? 'Deadline' : 'Command', due.command ?? due.deadline ?? '']);
    facts.push(['Of', due.id]);
  }
  facts.push(['Attempts', String(attempts)]);
  if (recorded !== null) facts.push(['Stored', shownMoment(context, recorded.createdAt)]);
  facts.push(['Last failed', shownMoment(context, lastFailedAt)]);
  facts.push(['Again at', nextAttemptAt === null ? 'never' : shownMoment(context, nextAttemptAt)]);
  const width = Math.max(...facts.map(([name]) => name.length));
  for (const [name, value] of facts) output.line(`${name.padEnd(width)}  ${printable(value)}`);
  const code = error.code === null ? '' : ` [${error.code}]`;
  section(output, 'Error', `${error.name}: ${error.message}${code}`);
  if (recorded === null) return;
  section(output, 'Data', JSON.stringify(recorded.data, null, 2));
  section(output, 'Metadata', JSON.stringify(recorded.metadata, null, 2));
}

function section(output: Output, title: string, text: string): void {
  output.line(`\n${output.style('bold', title)}`);
  for (const line of text.split('\n')) output.line(`  ${printable(line)}`);
}
