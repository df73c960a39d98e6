import { Command } from 'commander';
import plur from 'plur';
import type { DeadLetter } from '../../subscriptions/index.js';
import { withDatabaseOptions, withExamples, type CliContext, type DatabaseOptions } from '../cli-context.js';
import { requireCertain } from './confirmed.js';
import { allDeadLetters, chooseDeadLetters, deadLettersOf } from './dead-letter-facts.js';
import { showTable } from './fitted-table.js';
import { parseCount } from './option-values.js';
import { withUsedStorage } from './read-storage.js';

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

function retryCommand(context: CliContext): Command {
  const command = new Command('retry')
    .description('Has dead letters tried again, by the process whose turn it is; what waits behind them follows.')
    .argument('[ids...]', 'the ids that `annals dead-letters list` shows')
    .option('--all', 'all of them')
    .option('--subscription <name>', 'with --all: only of this one')
    .action((ids: readonly string[], options: RequestOptions) => request(context, 'retry', ids, options));
  return withExamples(withDatabaseOptions(command), {
    'annals dead-letters retry --all --subscription mailer': 'when the mail server is back',
  });
}

function discardCommand(context: CliContext): Command {
  const command = new Command('discard')
    .description('Gives dead letters up for good: what waits behind them goes on. The events stay in the log.')
    .argument('[ids...]', 'the ids that `annals dead-letters list` shows')
    .option('--all', 'all of them')
    .option('--subscription <name>', 'with --all: only of this one')
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
      const head = ['Id', 'What', 'Where', 'Attempts', 'Last failed', 'Again at', 'Error'];
      showTable(context, output, head, letters.map(rowOf));
    });
    if (found.length > limit) output.note(`There are more: add --after '${letters.at(-1)?.id ?? ''}'.`);
  });
}

function rowOf({ id, event, due, attempts, lastFailedAt, nextAttemptAt, error }: DeadLetter): (number | string)[] {
  const what = event?.type ?? due?.command ?? due?.deadline ?? '';
  const where = event === null ? (due?.id ?? '') : `${event.streamId}@${String(event.streamPosition)}`;
  const again = nextAttemptAt?.toISOString() ?? 'never';
  return [id, what, where, attempts, lastFailedAt.toISOString(), again, `${error.name}: ${error.message}`];
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
