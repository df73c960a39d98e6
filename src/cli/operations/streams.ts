import { Command } from 'commander';
import type { EventStore, RecordedEvent, StreamInfo } from '../../event-store/index.js';
import { withDatabaseOptions, withExamples, type CliContext, type DatabaseOptions } from '../cli-context.js';
import { CliError } from '../cli-error.js';
import { showEventsOfStream } from './event-tables.js';
import { showTable } from './fitted-table.js';
import { parseMoment } from './moment.js';
import { suggestion } from '../suggestion.js';
import { parseCount } from './option-values.js';
import { withUsedStorage } from './read-storage.js';

interface ListOptions extends DatabaseOptions {
  readonly prefix?: string;
  readonly after?: string;
  readonly limit: number;
}

interface ShowOptions extends DatabaseOptions {
  readonly at?: Date;
  readonly limit: number;
  readonly backwards?: boolean;
  readonly data?: boolean;
}

/** `annals streams`: what there is, and what has happened in one. */
export function streamsCommand(context: CliContext): Command {
  const command = new Command('streams').description('Look at streams and what has happened in them.');
  command.addCommand(listCommand(context));
  command.addCommand(showCommand(context));
  return command;
}

function listCommand(context: CliContext): Command {
  const command = new Command('list')
    .description('Lists the streams by their ids.')
    .option('--prefix <text>', 'only those whose id begins so, such as account-')
    .option('--after <id>', 'only those whose id comes after this one: the next page')
    .option('--limit <n>', 'at most so many', parseCount, 50)
    .action((options: ListOptions) => listStreams(context, options));
  return withExamples(withDatabaseOptions(command), {
    'annals streams list': 'the first 50 streams',
    'annals streams list --prefix account- --json': 'for another program',
  });
}

function showCommand(context: CliContext): Command {
  const command = new Command('show')
    .description('Shows the events of a stream.')
    .argument('<id>', 'the id of the stream, such as account-1')
    .option('--at <time>', 'as it was then: an ISO date, or how long ago (30m, 2h, 3d)', (text) => parseMoment(text))
    .option('--backwards', 'the newest event first')
    .option('--data', 'show also what the events hold')
    .option('--limit <n>', 'at most so many events', parseCount, 100)
    .action((id: string, options: ShowOptions) => showStream(context, id, options));
  return withExamples(withDatabaseOptions(command), {
    'annals streams show account-1 --data': 'everything that has happened',
    'annals streams show account-1 --at 2h': 'as it was two hours ago',
    'annals streams show account-1 --backwards --limit 5': 'the last five events',
  });
}

async function listStreams(context: CliContext, options: ListOptions): Promise<void> {
  const output = context.output(options);
  await withUsedStorage(context, options, async ({ storage }) => {
    const { prefix, after, limit } = options;
    const found = await take(
      storage.eventStore.listStreams({
        ...(prefix !== undefined && { prefix }),
        ...(after !== undefined && { after }),
        maxCount: limit + 1,
      }),
      context.terminal.signal,
    );
    const streams = found.slice(0, limit);
    if (streams.length === 0) output.note(prefix === undefined ? 'No streams.' : `No streams begin with '${prefix}'.`);
    output.result(streams, () => {
      if (streams.length > 0) showStreams(context, streams, options);
    });
    if (found.length > limit) output.note(`There are more: add --after '${streams.at(-1)?.streamId ?? ''}'.`);
  });
}

function showStreams(context: CliContext, streams: readonly StreamInfo[], options: ListOptions): void {
  const rows = streams.map(({ streamId, streamVersion, createdAt, updatedAt }) => [
    streamId,
    streamVersion + 1,
    createdAt,
    updatedAt,
  ]);
  showTable(context, context.output(options), ['Stream', 'Events', 'First', 'Last'], rows);
}

async function showStream(context: CliContext, streamId: string, options: ShowOptions): Promise<void> {
  const output = context.output(options);
  await withUsedStorage(context, options, async ({ storage }) => {
    const { eventStore } = storage;
    const info = await eventStore.streamInfo(streamId);
    if (info === null) throw await unknownStream(eventStore, streamId);
    const { at, backwards = false, limit } = options;
    const found = await take<RecordedEvent>(
      eventStore.iterateStream(streamId, {
        ...(at !== undefined && { asOf: at }),
        ...(backwards && { direction: 'backwards' }),
        maxCount: limit + 1,
      }),
      context.terminal.signal,
    );
    const events = found.slice(0, limit);
    if (events.length === 0) {
      output.note(
        `At ${at?.toISOString() ?? ''} nothing had happened in it; its first event is of ${info.createdAt.toISOString()}.`,
      );
    }
    output.result({ ...info, events }, () => {
      if (events.length > 0) showEventsOfStream(context, output, events, options.data === true);
    });
    if (found.length > limit) output.note('There are more events: add --limit, or --backwards for the last ones.');
  });
}

async function unknownStream(store: EventStore, streamId: string): Promise<CliError> {
  const prefix = streamId.slice(0, Math.max(1, streamId.search(/[^\p{L}]/u)));
  const near: string[] = [];
  for await (const stream of store.listStreams({ prefix, maxCount: 1_000 })) near.push(stream.streamId);
  if (near.length === 0) for await (const stream of store.listStreams({ maxCount: 1_000 })) near.push(stream.streamId);
  return new CliError(
    'UNKNOWN_STREAM',
    `There is no stream '${streamId}'. ${suggestion(streamId, near)} See 'annals streams list'.`,
  );
}

async function take<T>(found: AsyncIterable<T>, signal: AbortSignal): Promise<T[]> {
  const all: T[] = [];
  for await (const one of found) {
    signal.throwIfAborted();
    all.push(one);
  }
  return all;
}
