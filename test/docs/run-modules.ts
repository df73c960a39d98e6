import { pathToFileURL } from 'node:url';

/**
 * The process in which the code of the pages runs, one module after the other, each on a database of its own: reads
 * `[{ path, database }]` from its arguments, and prints a line of JSON `{ path, error? }` for each.
 */
const modules = JSON.parse(process.argv[2] ?? '[]') as readonly { path: string; database: string }[];
const print = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr); // what a page prints is no report

for (const { path, database } of modules) {
  process.env['DATABASE'] = database;
  try {
    await import(pathToFileURL(path).href);
    print(`${JSON.stringify({ path })}\n`);
  } catch (error) {
    print(`${JSON.stringify({ path, error: error instanceof Error ? error.stack : String(error) })}\n`);
  }
}
process.exit();
