import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { SingleBar } from 'cli-progress';
import { openApplication } from './application.js';
import { GetFunnel } from './applications/index.js';
import { replay } from './replay.js';
import { duration, funnelTable } from './report.js';

const usage = 'Usage: npm run example:loans -- FILE [--limit N]   (FILE: an event log in the XES format, also gzipped)';

const { file, limit } = parse();
const mongo = await startEmbeddedMongo({ dataDirectory: '.annals/loans' });
try {
  await run(file, limit);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await mongo.stop();
}

async function run(log: string, cases: number): Promise<void> {
  const database = process.env['DATABASE'] ?? databaseFor(log);
  const app = await openApplication(mongodb({ uri: mongo.uri, database }));
  const bar = new SingleBar({
    format: '{bar} {percentage} % of the log, {duration_formatted}',
    hideCursor: true,
    notTTYSchedule: 10_000,
    noTTYOutput: true,
  });
  try {
    const began = performance.now();
    bar.start(1, 0);
    const { commands, skipped } = await replay(app, log, {
      limit: cases,
      onProgress: (read, all) => {
        bar.setTotal(all);
        bar.update(read);
      },
    });
    bar.stop();
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${String(commands)} commands in ${seconds.toFixed(1)} s (${(commands / seconds).toFixed(0)}/s)` +
        (skipped === 0 ? '.' : `; ${String(skipped)} events had been recorded by an earlier run.`),
    );
    const head = await app.eventStore.headPosition();
    const funnel = await app.queries.ask(GetFunnel, {}, { after: head, timeoutMs: 600_000 });
    console.log(`\n${funnelTable(funnel)}`);
    console.log(`From submission to the decision: median ${duration(funnel.medianMs)}, p90 ${duration(funnel.p90Ms)}.`);
    console.log(`Peak memory: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB.`);
    console.log(
      `\nThe facts are kept: database '${database}', ${mongo.dataDirectory ?? 'on the server that MONGODB_URI names'}.`,
    );
  } finally {
    bar.stop();
    await app.close();
  }
}

/** Each log has a database of its own, so that its case ids cannot meet those of another. */
function databaseFor(log: string): string {
  const name = basename(log).replace(/\.xes(\.gz)?$/, '');
  return `loans_${name.replace(/\W+/g, '_').slice(0, 30)}`;
}

function parse(): { file: string; limit: number } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { limit: { type: 'string' } } });
    const limit = values.limit === undefined ? Infinity : Number(values.limit);
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new Error('Name one file.');
    if (limit !== Infinity && !(Number.isSafeInteger(limit) && limit > 0))
      throw new Error('--limit takes a whole number from 1.');
    return { file, limit };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(2);
  }
}
