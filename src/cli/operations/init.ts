import { Command } from 'commander';
import { initialise } from '../../adapters/mongodb/index.js';
import { withDatabaseOptions, withExamples, type CliContext, type DatabaseOptions } from '../cli-context.js';
import { mongoOptions, withPlace } from '../connect.js';
import { freeText, showTable } from './fitted-table.js';

/** `annals init`: the collections and indexes of a database. */
export function initCommand(context: CliContext): Command {
  const command = new Command('init')
    .description('Creates the collections and indexes that are missing in the database; what is there stays as it is.')
    .action((options: DatabaseOptions) => init(context, options));
  return withExamples(withDatabaseOptions(command), {
    'annals init --database bank': 'before the first start, with a user who may create indexes',
  });
}

async function init(context: CliContext, options: DatabaseOptions): Promise<void> {
  const output = context.output(options);
  await withPlace(context, options, async (place) => {
    const collections = await initialise(mongoOptions(place));
    output.result(collections, () => {
      const rows = collections.map(({ name, state, indexes }) => [
        name,
        state,
        indexes.map((index) => (index.state === state ? index.name : `${index.name} (${index.state})`)).join(', '),
      ]);
      showTable(context, output, ['Collection', 'State', freeText('Indexes')], rows);
    });
    const parts = collections.flatMap(({ state, indexes }) => [state, ...indexes.map((index) => index.state)]);
    const created = parts.filter((state) => state === 'created').length;
    output.note(
      created === 0
        ? 'Everything was there.'
        : `Created ${String(created)} of ${String(parts.length)} collections and indexes.`,
    );
  });
}
