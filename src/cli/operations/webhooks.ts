import { Command } from 'commander';
import { Webhooks, type WebhookTestResult } from '../../webhooks/index.js';
import type { Storage } from '../../storage/index.js';
import { withDatabaseOptions, withExamples, type CliContext, type DatabaseOptions } from '../cli-context.js';
import { CliError } from '../cli-error.js';
import { freeText, showTable } from './fitted-table.js';
import { suggestion } from '../suggestion.js';
import { withUsedStorage } from './read-storage.js';

/** `annals webhooks`: where events are delivered to. */
export function webhooksCommand(context: CliContext): Command {
  const command = new Command('webhooks').description('Look at webhooks, and try one.');
  command.addCommand(listCommand(context));
  command.addCommand(testCommand(context));
  return command;
}

function listCommand(context: CliContext): Command {
  const command = new Command('list')
    .description('Lists the webhooks, without their secrets.')
    .action((options: DatabaseOptions) => list(context, options));
  return withExamples(withDatabaseOptions(command), { 'annals webhooks list': 'where events are delivered to' });
}

function testCommand(context: CliContext): Command {
  const command = new Command('test')
    .description('Sends one event of the type annals.webhook_test from this machine, and tells what became of it.')
    .argument('<name>', 'the name of the webhook')
    .action((name: string, options: DatabaseOptions) => test(context, name, options));
  return withExamples(withDatabaseOptions(command), { 'annals webhooks test shop': 'whether its receiver answers' });
}

async function list(context: CliContext, options: DatabaseOptions): Promise<void> {
  const output = context.output(options);
  await withWebhooks(context, options, async (webhooks) => {
    const found = await webhooks.list();
    if (found.length === 0) output.note('No webhooks.');
    output.result(found, () => {
      if (found.length === 0) return;
      const rows = found.map(({ name, state, patterns, url, pausedBecause }) => [
        name,
        pausedBecause === null ? state : `${state}: ${pausedBecause}`,
        patterns.join(' '),
        url,
      ]);
      showTable(context, output, ['Webhook', freeText('State'), 'Events', 'URL'], rows);
    });
  });
}

async function test(context: CliContext, name: string, options: DatabaseOptions): Promise<void> {
  const output = context.output(options);
  await withWebhooks(context, options, async (webhooks, storage) => {
    const names = (await storage.webhooks.list()).map((webhook) => webhook.name);
    if (!names.includes(name)) {
      throw new CliError('UNKNOWN_WEBHOOK', `There is no webhook '${name}'. ${suggestion(name, names)}`);
    }
    const result = await webhooks.test(name);
    output.result(result, () => {
      if (result.ok) output.line(`${name}: ${describe(result)}`);
    });
    if (!result.ok) throw new CliError('WEBHOOK_FAILED', `${name}: ${describe(result)}`);
  });
}

function describe({ ok, status, durationMs, error }: WebhookTestResult): string {
  const took = `after ${String(durationMs)} ms`;
  return ok ? `accepted with status ${String(status)} ${took}` : `${error ?? 'it failed'} (${took})`;
}

/** Their subscriptions are left to the processes of the application. */
async function withWebhooks(
  context: CliContext,
  options: DatabaseOptions,
  use: (webhooks: Webhooks, storage: Storage) => Promise<void>,
): Promise<void> {
  await withUsedStorage(context, options, async ({ storage }) => {
    const engine = { start: async () => undefined, stop: async () => undefined, remove: async () => false };
    const webhooks = new Webhooks({ store: storage.webhooks, engine });
    try {
      await use(webhooks, storage);
    } finally {
      await webhooks.close();
    }
  });
}
