import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import type { EventLog, EventPage, EventStore, RecordedEvent } from '../../event-store/index.js';
import { CatchUpLoop } from '../../subscriptions/index.js';
import { withDatabaseOptions, withExamples, type CliContext, type DatabaseOptions } from '../cli-context.js';
import type { Output } from '../output.js';
import { lineWithText, printable, shownMoment } from './fitted-table.js';
import { parseCount } from './option-values.js';
import { withUsedStorage } from './read-storage.js';
import { requirePatterns } from './type-patterns.js';

interface TailOptions extends DatabaseOptions {
  readonly from: number | 'now' | 'start';
  readonly limit?: number;
  readonly data?: boolean;
}

/** `annals events tail`: every event as it is stored, until Ctrl-C. */
export function tailCommand(context: CliContext): Command {
  const command = new Command('tail')
    .description('Shows every event as it is stored, until Ctrl-C.')
    .argument('[pattern]', 'only types that fit it: `*` stands for one word, `**` for any number of them', '**')
    .option('--from <where>', 'where to begin: now, start, or a global position', parseStart, 'now')
    .option('--data', 'show also what the events hold')
    .option('--limit <n>', 'end after so many', parseCount)
    .action((pattern: string, options: TailOptions) => tail(context, pattern, options));
  return withExamples(withDatabaseOptions(command), {
    'annals events tail': 'whatever happens from now on',
    'annals events tail --data': 'with what the events hold',
    'annals events tail "account.*" --from start': 'all that has happened to accounts, and what comes',
    'annals events tail --json | jq .data': 'one line of JSON for each event',
  });
}

function parseStart(text: string): TailOptions['from'] {
  if (text === 'now' || text === 'start') return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give 'now', 'start' or a global position such as 1200.");
}

async function tail(context: CliContext, pattern: string, options: TailOptions): Promise<void> {
  requirePatterns('[pattern]', [pattern]);
  const { signal } = context.terminal;
  await withUsedStorage(context, options, async ({ storage }) => {
    const after = await positionBefore(options.from, storage.eventStore);
    await follow(context, storage.eventStore, { pattern, after, options });
  });
  // As others that follow: who ends it by Ctrl-C gets 130, without a word.
  if (signal.aborted) throw signal.reason;
}

async function positionBefore(from: TailOptions['from'], store: EventStore): Promise<number> {
  if (from === 'now') return store.headPosition();
  return from === 'start' ? -1 : from - 1;
}

interface Tail {
  readonly pattern: string;
  readonly after: number;
  readonly options: TailOptions;
}

/** Resolves on Ctrl-C, or when as many were shown as were wanted. */
async function follow(context: CliContext, log: EventLog, { pattern, after, options }: Tail): Promise<void> {
  const output = context.output(options);
  const end = new AbortController();
  const signal = AbortSignal.any([context.terminal.signal, end.signal]);
  let position = after;
  let left = options.limit ?? Infinity;
  let isFailing = false;
  const loop = new CatchUpLoop(log, {
    filter: { types: [pattern] },
    pageSize: 500,
    position: async () => position,
    handle: async (page: EventPage) => {
      isFailing = false;
      for (const event of page.events) {
        if (signal.aborted) return true;
        await show(context, output, event, { withData: options.data === true, signal });
        if (--left === 0) end.abort();
      }
      position = page.position;
      return true;
    },
    failed: (error) => {
      if (!isFailing)
        output.note(`annals: ${error instanceof Error ? error.message : String(error)} It goes on when it can.`);
      isFailing = true;
    },
  });
  loop.start();
  if (!signal.aborted) await once(signal, 'abort');
  await loop.stop();
}

/** Waits while the reader at the other end of a pipe is slow. */
async function show(
  context: CliContext,
  output: Output,
  event: RecordedEvent,
  { withData, signal }: { readonly withData: boolean; readonly signal: AbortSignal },
): Promise<void> {
  output.item(event, () => {
    const start = lineOf(context, event);
    output.line(withData ? lineWithText(context, `${start}  `, JSON.stringify(event.data)) : start);
  });
  const { stdout } = context.terminal;
  if (stdout.writableNeedDrain) await once(stdout, 'drain', { signal }).catch(() => undefined);
}

function lineOf(context: CliContext, event: RecordedEvent): string {
  const { globalPosition, createdAt, type, streamId, streamPosition } = event;
  const place = printable(`${streamId}@${String(streamPosition)}`);
  return `${String(globalPosition).padStart(8)}  ${shownMoment(context, createdAt)}  ${type}  ${place}`;
}
