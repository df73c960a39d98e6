import { Command } from 'commander';
import plur from 'plur';
import type { EventStore, RecordedEvent } from '../../event-store/index.js';
import type { DeadLetter } from '../../subscriptions/index.js';
import { withDatabaseOptions, withExamples, type CliContext, type DatabaseOptions } from '../cli-context.js';
import { requireCertain } from './confirmed.js';
import { chooseDeadLetter, chooseDeadLetters } from './chosen-dead-letters.js';
import { allDeadLetters, deadLettersOf } from './dead-letter-facts.js';
import { presentDeadLetter } from './dead-letter-sheet.js';
import { freeText, showTable, type ShownCell } from './fitted-table.js';
import { parseCount } from './option-values.js';
import { withUsedStorage } from './read-storage.js';
import { requireSubscription } from './subscription-names.js';

interface ListOptions extends DatabaseOptions {
  readonly subscription?: string;
  readonly retrying?: boolean;
  readonly after?: string;
  readonly limit: number;
}

interface RequestOptions extends DatabaseOptions {
  readonly all?: boolean;
  readonly subscription?: string;
  readonly yes?: boolean;
}

/** `annals dead-letters`: what was given up after it had failed too often. */
export function deadLettersCommand(context: CliContext): Command {
  const command = new Command('dead-letters').description('Look at what was given up, and have it tried again.');
  command.addCommand(listCommand(context));
  command.addCommand(showCommand(context));
  command.addCommand(retryCommand(context));
  command.addCommand(discardCommand(context));
  return command;
}

function listCommand(context: CliContext): Command {
  const command = new Command('list')
    .description('Lists what was given up after it had failed too often.')
    .option('--subscription <name>', 'only of this one: its name, or its id such as subscriber/mailer')
    .option('--retrying', 'also what has failed but will be tried again by itself')
    .option('--after <id>', 'only those whose id comes after this one: the next page')
    .option('--limit <n>', 'at most so many', parseCount, 50)
    .action((options: ListOptions) => list(context, options));
  return withExamples(withDatabaseOptions(command), {
    'annals dead-letters list': 'what waits for a person',
    'annals dead-letters list --subscription mailer --retrying': 'everything that has failed there',
  });
}

function showCommand(context: CliContext): Command {
  const command = new Command('show')
    .description('Shows one that has failed: what it was, what it holds, and the whole error.')
    .argument('<id>', 'its id; a beginning or an end that only one has is enough')
    .action((id: string, options: DatabaseOptions) => show(context, id, options));
  return withExamples(withDatabaseOptions(command), {
    'annals dead-letters show subscriber/mailer/0198…': 'why it has failed, and the data of the event',
  });
}

/** How the dead letters are named that a command is about. */
function withChoice(command: Command): Command {
  return command
    .argument(
      '[ids...]',
      'the ids that `annals dead-letters list` shows; a beginning or an end that only one has is enough',
    )
    .option('--all', 'all of them')
    .option('--subscription <name>', 'with --all: only of this one');
}

function retryCommand(context: CliContext): Command {
  const command = withChoice(new Command('retry'))
    .description('Has dead letters tried again, by the process whose turn it is; what waits behind them follows.')
    .action((ids: readonly string[], options: RequestOptions) => request(context, 'retry', ids, options));
  return withExamples(withDatabaseOptions(command), {
    'annals dead-letters retry --all --subscription mailer': 'when the mail server is back',
  });
}

function discardCommand(context: CliContext): Command {
  const command = withChoice(new Command('discard'))
    .description('Gives dead letters up for good: what waits behind them goes on. The events stay in the log.')
    .option('-y, --yes', 'do not ask')
    .action((ids: readonly string[], options: RequestOptions) => request(context, 'discard', ids, options));
  return withExamples(withDatabaseOptions(command), {
    'annals dead-letters discard subscriber/mailer/0198… --yes': 'what can never be handled',
  });
}

async function list(context: CliContext, options: ListOptions): Promise<void> {
  const { subscription, retrying = false, after, limit } = options;
  const output = context.output(options);
  await withUsedStorage(context, options, async ({ storage }) => {
    if (subscription !== undefined) await requireSubscription(storage, subscription);
    const found = await deadLettersOf(storage).list({
      ...(subscription !== undefined && { subscription }),
      ...(after !== undefined && { after }),
      includeRetrying: retrying,
      maxCount: limit + 1,
    });
    const letters = found.slice(0, limit);
    if (letters.length === 0) output.note(retrying ? 'Nothing has failed.' : 'No dead letters.');
    output.result(letters, () => {
      if (letters.length === 0) return;
      const again = retrying ? ['Again at'] : [];
      const head = ['Id', 'What', 'Where', 'Attempts', 'Last failed', ...again, freeText('Error')];
      showTable(
        context,
        output,
        head,
        letters.map((letter) => rowOf(letter, retrying)),
      );
    });
    if (found.length > limit) output.note(`There are more: add --after '${letters.at(-1)?.id ?? ''}'.`);
  });
}

function rowOf(letter: DeadLetter, withRetry: boolean): ShownCell[] {
  const { id, event, due, attempts, lastFailedAt, nextAttemptAt, error } = letter;
  const what = event?.type ?? due?.command ?? due?.deadline ?? '';
  const where = event === null ? (due?.id ?? '') : `${event.streamId}@${String(event.streamPosition)}`;
  const again = withRetry ? [nextAttemptAt ?? 'never'] : [];
  return [id, what, where, attempts, lastFailedAt, ...again, `${error.name}: ${error.message}`];
}

async function show(context: CliContext, wanted: string, options: DatabaseOptions): Promise<void> {
  const output = context.output(options);
  await withUsedStorage(context, options, async ({ storage }) => {
    const letter = chooseDeadLetter(await allDeadLetters(storage, { includeRetrying: true }), wanted);
    const recorded = await readEvent(storage.eventStore, letter.event);
    output.result({ ...letter, recorded }, () => {
      presentDeadLetter(context, output, letter, recorded);
    });
  });
}

async function readEvent(store: EventStore, event: DeadLetter['event']): Promise<RecordedEvent | null> {
  if (event === null) return null;
  const { streamId, streamPosition } = event;
  const [recorded = null] = await store.readStream(streamId, { from: streamPosition, to: streamPosition });
  return recorded;
}

async function request(
  context: CliContext,
  wanted: 'discard' | 'retry',
  ids: readonly string[],
  options: RequestOptions,
): Promise<void> {
  const output = context.output(options);
  await withUsedStorage(context, options, async ({ storage }) => {
    const { all = false, subscription } = options;
    if (subscription !== undefined) await requireSubscription(storage, subscription);
    const letters = await allDeadLetters(storage);
    const chosen = chooseDeadLetters(letters, ids, { all, ...(subscription !== undefined && { subscription }) });
    const count = `${String(chosen.length)} ${plur('dead letter', chosen.length)}`;
    if (wanted === 'discard' && chosen.length > 0 && options.yes !== true) {
      await requireCertain(context, `Give up ${count} for good?`);
    }
    const deadLetters = deadLettersOf(storage);
    for (const id of chosen) {
      context.terminal.signal.throwIfAborted();
      await deadLetters[wanted](id);
    }
    output.result({ [wanted]: chosen }, () => {
      for (const id of chosen) output.line(id);
    });
    const will = wanted === 'retry' ? 'will be tried again' : 'will be given up';
    const members = await storage.subscriptions.members();
    const when = members.length === 0 ? 'when the application is started: it does not run' : 'in a moment';
    output.note(chosen.length === 0 ? 'No dead letters.' : `${count} ${will} ${when}.`);
  });
}
