import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { FileSet } from '../files/file-set.js';
import { databaseOf, type AppPlan, type Front } from './app-plan.js';

/** What of an example belongs to its HTTP front, what to its story, told where there is no front. */
const ofFront = /^(src\/(http\/|server\.ts$)|test\/http)/;
const ofStory = /^(src\/(main\.ts$|story\/)|test\/story)/;

/** The source and the tests of an example, as an application that is planned has them. The examples are the templates. */
export async function templateFiles(packageDirectory: string, plan: AppPlan): Promise<FileSet> {
  const folder = join(packageDirectory, 'examples', plan.template);
  const files = new Map<string, string>();
  for (const path of (await Promise.all(['src', 'test'].map((part) => filesBelow(folder, part)))).flat().sort()) {
    if (belongsTo(plan.front, path)) files.set(path, forPlan(plan, await readFile(join(folder, path), 'utf8')));
  }
  return files;
}

async function filesBelow(folder: string, part: string): Promise<string[]> {
  const entries = await readdir(join(folder, part), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
}

function belongsTo(front: Front, path: string): boolean {
  if (front === 'none') return !ofFront.test(path);
  const other = front === 'hono' ? 'express' : 'hono';
  return !ofStory.test(path) && !path.startsWith(`src/http/${other}`);
}

/** The front that was chosen, and a database of the application's own. */
function forPlan(plan: AppPlan, text: string): string {
  return text
    .replaceAll('/http/hono.js', `/http/${plan.front}.js`)
    .replaceAll(/readSettings\(\{ database: '\w+' \}\)/g, `readSettings({ database: '${databaseOf(plan)}' })`);
}
