import { Command } from 'commander';
import plur from 'plur';
import { diagnose, lookForLog, type Check } from '../../adapters/mongodb/index.js';
import { withDatabaseOptions, withExamples, type CliContext, type DatabaseOptions } from '../cli-context.js';
import { CliError } from '../cli-error.js';
import { mongoOptions, withPlace, withStorage, type Place } from '../connect.js';
import type { Output } from '../output.js';
import { checkFollowers } from './follower-checks.js';

/** `annals doctor`: whether database and application are well, and what to do where they are not. */
export function doctorCommand(context: CliContext): Command {
  const command = new Command('doctor')
    .description('Checks server, indexes, clock and lag, and says what to do. It ends with 1 where there is a problem.')
    .action((options: DatabaseOptions) => examine(context, options));
  return withExamples(withDatabaseOptions(command), {
    'annals doctor': 'the embedded MongoDB, or the one of MONGODB_URI',
    'annals doctor --json | jq \'.checks[] | select(.state != "ok")\'': 'what is not well',
  });
}

async function examine(context: CliContext, options: DatabaseOptions): Promise<void> {
  const output = context.output(options);
  await withPlace(context, options, async (place) => {
    const diagnosis = await diagnose(mongoOptions(place));
    const checks = [...diagnosis.checks];
    if (diagnosis.collections.every(({ isThere }) => !isThere)) checks.push(...(await findLogsElsewhere(place)));
    // To open it would create what is missing.
    if (diagnosis.hasLog) {
      const opened = { ...options, uri: place.uri, database: diagnosis.database };
      checks.push(...(await withStorage(context, opened, ({ storage }) => checkFollowers(storage))));
    }
    output.result({ ...diagnosis, annals: context.version, checks }, () => {
      present(output, checks);
    });
    const problems = checks.filter(({ state }) => state === 'problem').length;
    if (problems > 0) {
      throw new CliError('PROBLEMS_FOUND', `${String(problems)} ${plur('problem', problems)}: do what is said above.`);
    }
  });
}

/** Somebody who has forgotten --database looks into an empty one. */
async function findLogsElsewhere(place: Place): Promise<readonly Check[]> {
  const { elsewhere } = await lookForLog(mongoOptions(place));
  if (elsewhere.length === 0) return [];
  const what = `there are events in: ${elsewhere.join(', ')}`;
  return [{ name: 'elsewhere', state: 'warning', what, remedy: 'Name the database that is meant with --database.' }];
}

const marks = { ok: ['green', '✓'], warning: ['yellow', '!'], problem: ['red', '✗'] } as const;

function present(output: Output, checks: readonly Check[]): void {
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, state, what, remedy } of checks) {
    const [colour, mark] = marks[state];
    output.line(`${output.style(colour, mark)} ${name.padEnd(width)}  ${what}`);
    if (remedy !== undefined) output.line(`${' '.repeat(width + 4)}${remedy}`);
  }
}
