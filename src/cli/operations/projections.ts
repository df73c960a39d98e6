import { Command } from 'commander';
import type { OpenedProjections } from '../../application/index.js';
import { InvalidArgumentError } from '../../errors/index.js';
import { withDatabaseOptions, withExamples, type CliContext, type DatabaseOptions } from '../cli-context.js';
import { CliError, interrupted } from '../cli-error.js';
import { mongoOptions } from '../connect.js';
import { isInteractive } from '../terminal.js';
import { applicationPackage } from './application-package.js';
import { loadComponents } from './components-module.js';
import { requireYes } from './confirmed.js';
import { showTable } from './fitted-table.js';
import { findProjections } from './projection-facts.js';
import { withUsedStorage, withUsedPlace } from './read-storage.js';
import { ProgressDisplay } from './rebuild-progress.js';
import { suggestion } from '../suggestion.js';

interface RebuildCommandOptions extends DatabaseOptions {
  readonly components?: string;
  readonly yes?: boolean;
}

/** `annals projections`: the read models' upkeep. */
export function projectionsCommand(context: CliContext): Command {
  const command = new Command('projections').description('Look at read models, and build one anew.');
  command.addCommand(statusCommand(context));
  command.addCommand(rebuildCommand(context));
  return command;
}

function statusCommand(context: CliContext): Command {
  const command = new Command('status')
    .description('Shows how far the projections have come, over all processes.')
    .action((options: DatabaseOptions) => showStatus(context, options));
  return withExamples(withDatabaseOptions(command), { 'annals projections status': 'which one is behind' });
}

function rebuildCommand(context: CliContext): Command {
  const command = new Command('rebuild')
    .description(
      'Builds a read model anew from all events, beside the live one, and puts it in its place. The application may run; ' +
        'whatever ends the rebuild before, its read model stays as it is. Without a terminal it does not ask.',
    )
    .argument('<name>', 'the name of the projection')
    .option('--components <file>', 'the module that exports the components (else annals.components of package.json)')
    .option('-y, --yes', 'do not ask on a terminal either')
    .action((name: string, options: RebuildCommandOptions) => rebuild(context, name, options));
  return withExamples(withDatabaseOptions(command), {
    'annals projections rebuild account-summaries': 'after its code has changed',
    'annals projections rebuild account-summaries --components dist/components.js --yes': 'in a pipeline',
  });
}

async function showStatus(context: CliContext, options: DatabaseOptions): Promise<void> {
  const output = context.output(options);
  await withUsedStorage(context, options, async ({ storage }) => {
    const found = await findProjections(storage);
    if (found.length === 0) output.note('No projections.');
    output.result(found, () => {
      if (found.length === 0) return;
      const rows = found.map(({ name, state, position, lag, processes }) => [
        name,
        state,
        position,
        lag,
        processes.length,
      ]);
      showTable(context, output, ['Projection', 'State', 'Position', 'Lag', 'Processes'], rows);
    });
    if (found.some(({ state }) => state === 'idle')) {
      output.note("'idle': no process keeps it up to date. Start the application.");
    }
  });
}

async function rebuild(context: CliContext, name: string, options: RebuildCommandOptions): Promise<void> {
  const { components, container, file } = await loadComponents(context, options.components);
  const { openProjections, mongodb } = await applicationPackage(context);
  await withUsedPlace(context, options, async (place) => {
    const projections = await openProjections({
      components,
      ...(container && { container }),
      store: mongodb(mongoOptions(place)),
    });
    try {
      requireKnown(name, projections.names, file);
      if (options.yes !== true && isInteractive(context.terminal)) {
        await requireYes(context, `Build '${name}' anew from all events? Queries see the old read model meanwhile.`);
      }
      const result = { projection: name, ...(await rebuildShowing(context, projections, name)) };
      context.output(options).result(result, ({ position, seconds }) => {
        context.output().line(`${name}: rebuilt up to position ${String(position)} in ${seconds.toFixed(1)} s`);
      });
    } finally {
      await projections.close();
    }
  });
}

async function rebuildShowing(
  { terminal }: CliContext,
  projections: OpenedProjections,
  name: string,
): Promise<{ readonly position: number; readonly seconds: number }> {
  const display = new ProgressDisplay(terminal, name);
  const start = performance.now();
  const onProgress = display.show.bind(display);
  try {
    const position = await projections.rebuild(name, { signal: terminal.signal, onProgress });
    return { position, seconds: (performance.now() - start) / 1_000 };
  } catch (error) {
    if (terminal.signal.aborted) throw interrupted(`Interrupted: the read model '${name}' is as it was before.`);
    throw error instanceof InvalidArgumentError ? overtaken(name, error) : error;
  } finally {
    display.end();
  }
}

function requireKnown(name: string, names: readonly string[], file: string): void {
  if (names.includes(name)) return;
  const found =
    names.length === 0
      ? `${file} exports no projection.`
      : `${file} exports no projection '${name}'. ${suggestion(name, names)}`;
  throw new CliError('UNKNOWN_PROJECTION', found);
}

function overtaken(name: string, cause: unknown): CliError {
  return new CliError(
    'REBUILD_OVERTAKEN',
    `Another process has begun to rebuild '${name}' since, and goes on; nothing of this rebuild is used. See 'annals projections status'.`,
    1,
    { cause },
  );
}
