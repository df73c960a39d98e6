import { Command } from 'commander';
import { withDatabaseOptions, withExamples, type CliContext, type DatabaseOptions } from '../cli-context.js';
import { showTable } from './fitted-table.js';
import { withUsedStorage } from './read-storage.js';
import { findSubscriptions } from './subscription-facts.js';

/** `annals subscriptions`: how far subscribers, webhooks and process managers have come. */
export function subscriptionsCommand(context: CliContext): Command {
  const command = new Command('subscriptions').description('Look at what follows the log.');
  command.addCommand(statusCommand(context));
  return command;
}

function statusCommand(context: CliContext): Command {
  const command = new Command('status')
    .description('Shows how far subscribers, webhooks and process managers have come, over all processes.')
    .action((options: DatabaseOptions) => showStatus(context, options));
  return withExamples(withDatabaseOptions(command), {
    'annals subscriptions status': 'who is behind, and what has failed',
    "annals subscriptions status --json | jq '.[] | select(.lag > 0)'": 'those that are behind',
  });
}

async function showStatus(context: CliContext, options: DatabaseOptions): Promise<void> {
  const output = context.output(options);
  await withUsedStorage(context, options, async ({ storage }) => {
    const found = await findSubscriptions(storage);
    if (found.length === 0) output.note('No subscriptions.');
    output.result(found, () => {
      if (found.length === 0) return;
      const rows = found.map(({ id, state, position, lag, retrying, deadLetters, processes }) => [
        id,
        state,
        position,
        lag,
        retrying,
        deadLetters,
        processes.length,
      ]);
      showTable(context, output, ['Subscription', 'State', 'Position', 'Lag', 'Retrying', 'Dead', 'Processes'], rows);
    });
    if (found.some(({ state }) => state === 'idle')) {
      output.note("'idle': no process works on all of it. Start the application.");
    }
    if (found.some(({ deadLetters }) => deadLetters > 0)) output.note("See 'annals dead-letters list'.");
  });
}
