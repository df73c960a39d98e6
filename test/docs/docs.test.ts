import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { testDatabase } from '../support/mongo.js';
import { linkErrors } from './link-errors.js';
import { parsePage } from './markdown-page.js';
import { canRun, modulesOf, writeModules } from './page-modules.js';
import { allPages } from './pages.js';
import { runFailures } from './run-failures.js';
import { shellErrors, type KnownCommand } from './shell-errors.js';
import { typeErrors } from './type-errors.js';

const execute = promisify(execFile);

/** A page in which everything is wrong that can be: whoever passes it over passes over everything. */
const broken = parsePage(
  'broken.md',
  [
    '# Broken',
    '<!-- ts const hidden = 1; -->',
    '```ts',
    'const text: string = hidden;',
    'if (text !== "1") throw new Error("broken on purpose");',
    '```',
    'Run `npm run nothing`, and see [nothing](nothing.md), [here](#nowhere), [there](#broken).',
    '```sh',
    'npx annals nothing',
    'npm test && npx annals new shop --nothing=1 # --comment',
    '```',
  ].join('\n'),
);

/**
 * The code of the documentation is compiled and run as it stands in the pages: their `ts` blocks together, with the
 * hidden lines of comments `<!-- ts … -->`, are a module each.
 */
describe('The documentation', () => {
  const pages = [...allPages(), broken];
  const modules = pages.flatMap((page) => modulesOf(page));
  const isTest = (title: string): boolean => title.endsWith('.test.ts');
  const run = modules.filter((module) => canRun(module) && !isTest(module.title));
  const databases = run.map(() => testDatabase());
  writeModules(modules);

  let failures: Promise<readonly string[]>;
  let commands: Promise<{ readonly stdout: string }>;
  beforeAll(() => {
    // In processes of their own, while the compiler keeps this one busy.
    const databaseOf = (index: number): string => databases[index]?.database ?? '';
    failures = runFailures(run, { uri: databases[0]?.uri ?? '', databaseOf, timeoutMs: 60_000 });
    commands = execute(process.execPath, ['--import', 'tsx', 'test/docs/print-commands.ts']);
    commands.catch(() => undefined); // it is waited for later
  });

  it('begins with the first application, as it is in the examples, in under 60 lines', () => {
    const first = readFileSync('examples/first/main.ts', 'utf8').trimEnd();
    const shown = pages[0]?.blocks.find(({ language }) => language === 'ts')?.lines ?? [];
    expect(shown.join('\n')).toBe(first);
    expect(shown.length).toBeLessThan(60);
  });

  it('compiles', () => {
    expect(typeErrors(modules)).toEqual(["broken.md:4: Type 'number' is not assignable to type 'string'."]);
  });

  it('runs', async () => {
    expect(await failures).toEqual([
      expect.stringMatching(/^broken\.md: Error: broken on purpose\n.*broken\/page\.ts:5:/),
    ]);
  }, 60_000);

  it('links to what is there', () => {
    expect(pages.flatMap((page) => linkErrors(page))).toEqual([
      'broken.md:7: there is no nothing.md.',
      'broken.md:7: broken.md has no heading #nowhere.',
    ]);
  });

  it('names commands that there are', async () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const { stdout } = await commands;
    const world = { scripts: new Set(Object.keys(scripts)), annals: JSON.parse(stdout) as KnownCommand };
    expect(pages.flatMap((page) => shellErrors(page, world))).toEqual([
      "broken.md:7: there is no npm script 'nothing'.",
      "broken.md:9: 'annals' has no command 'nothing'.",
      "broken.md:10: 'new' has no option --nothing.",
    ]);
  });

  for (const { page, title, path } of modules) {
    if (isTest(title)) describe(`${page.path}, ${title}`, () => void jest.requireActual(path));
  }
});
