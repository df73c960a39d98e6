import { Command } from 'commander';
import type { EventQuery, EventStore, RecordedEvent } from '../../event-store/index.js';
import { CliError, exitCodes } from '../cli-error.js';
import { withDatabaseOptions, withExamples, type CliContext, type DatabaseOptions } from '../cli-context.js';
import { showEvents } from './event-tables.js';
import { parseMoment } from './moment.js';
import { collect, parseCount, parsePosition } from './option-values.js';
import { withUsedStorage } from './read-storage.js';
import { tailCommand } from './tail.js';
import { requirePatterns } from './type-patterns.js';

interface QueryOptions extends DatabaseOptions {
  readonly type?: readonly string[];
  readonly stream?: string;
  readonly prefix?: string;
  readonly since?: Date;
  readonly until?: Date;
  readonly correlation?: string;
  readonly forwards?: boolean;
  readonly after?: number;
  readonly limit: number;
  readonly data?: boolean;
}

/** `annals events`: what happens, and what has happened. */
export function eventsCommand(context: CliContext): Command {
  const command = new Command('events').description('Look at what happens, and search what has happened.');
  command.addCommand(tailCommand(context));
  command.addCommand(queryCommand(context));
  return command;
}

function queryCommand(context: CliContext): Command {
  const command = new Command('query')
    .description('Finds events, the newest first.')
    .option('--type <pattern>', 'only of this type, or of a pattern such as account.*; may be repeated', collect)
    .option('--stream <id>', 'only of this stream')
    .option('--prefix <text>', 'only of streams whose id begins so')
    .option('--since <time>', 'only from then on: an ISO date, or how long ago (30m, 2h, 3d)', (text) =>
      parseMoment(text),
    )
    .option('--until <time>', 'only up to then', (text) => parseMoment(text))
    .option('--correlation <id>', 'only what has come of this: events with this correlation id')
    .option('--forwards', 'the oldest first')
    .option('--after <position>', 'go on after this global position: the next page', parsePosition)
    .option('--data', 'show also what the events hold')
    .option('--limit <n>', 'at most so many', parseCount, 50)
    .action((options: QueryOptions) => queryEvents(context, options));
  return withExamples(withDatabaseOptions(command), {
    'annals events query --type "account.*" --since 2h': 'what has happened to accounts lately',
    'annals events query --stream account-1 --data': 'with what the events hold',
    'annals events query --correlation 4f1c… --forwards --json': 'all that one request has set going',
  });
}

async function queryEvents(context: CliContext, options: QueryOptions): Promise<void> {
  const query = toQuery(options);
  const output = context.output(options);
  await withUsedStorage(context, options, async ({ storage }) => {
    const { events, next } = await search(storage.eventStore, query, options.limit, context.terminal.signal);
    if (events.length === 0) output.note('No events match.');
    output.result(events, () => {
      if (events.length > 0) showEvents(context, output, events, options.data === true);
    });
    if (next !== null) output.note(`There may be more: add --after ${String(next)}.`);
  });
}

function toQuery(options: QueryOptions): EventQuery {
  const { type, stream, prefix, since, until, correlation, forwards, after } = options;
  if (type !== undefined) requirePatterns('--type', type);
  if (since !== undefined && until !== undefined && since > until) {
    const range = `from ${since.toISOString()} to ${until.toISOString()}`;
    throw new CliError(
      'INVALID_RANGE',
      `--since is later than --until: ${range}. Give the earlier moment to --since.`,
      exitCodes.usage,
    );
  }
  return {
    ...(type !== undefined && { types: type }),
    ...(stream !== undefined && { streamId: stream }),
    ...(prefix !== undefined && { streamPrefix: prefix }),
    ...(since !== undefined && { createdFrom: since }),
    ...(until !== undefined && { createdTo: until }),
    ...(correlation !== undefined && { correlationId: correlation }),
    ...(forwards === true && { direction: 'forwards' }),
    ...(after !== undefined && { after }),
  };
}

/** Reads pages until there are enough events, for one may hold fewer than it was asked for. */
async function search(
  store: EventStore,
  query: EventQuery,
  limit: number,
  signal: AbortSignal,
): Promise<{ readonly events: readonly RecordedEvent[]; readonly next: number | null }> {
  const events: RecordedEvent[] = [];
  for (let after = query.after; ;) {
    signal.throwIfAborted();
    const maxCount = Math.min(limit - events.length, 1_000);
    const page = await store.queryEvents({ ...query, ...(after !== undefined && { after }), maxCount });
    events.push(...page.events);
    if (page.next === null || events.length >= limit) return { events, next: page.next };
    after = page.next;
  }
}
