import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import type { MarkdownPage } from './markdown-page.js';

/** Where the code of the pages is written to, a folder for each page. */
const modulesFolder = resolve('.cache/docs');

/** The `tsconfig.json` by which they are compiled and run: the repository's, with more to import from. */
export const configurationFile = join(modulesFolder, 'tsconfig.json');

/** The file of the blocks that name none. */
const untitled = 'page.ts';

/** A file that a page's `ts` blocks make together. */
export interface PageModule {
  readonly page: MarkdownPage;
  /** The title of its blocks, else `page.ts`. */
  readonly title: string;
  readonly path: string;
  readonly text: string;
}

/**
 * The files that a page's code makes: the blocks of a title one after the other, those without one in a file of their
 * own. Each line stands where it stands in the page, so that whoever reports a line means both.
 */
export function modulesOf(page: MarkdownPage): readonly PageModule[] {
  const folder = join(modulesFolder, page.path.replace(/\.md$/, ''));
  const files = new Map<string, string[]>();
  for (const { language, title = untitled, firstLine, lines } of page.blocks) {
    if (language !== 'ts') continue;
    const file = files.get(title) ?? Array.from({ length: page.lineCount }, () => '');
    file.splice(firstLine, lines.length, ...lines);
    files.set(title, file);
  }
  return [...files].map(([title, lines]) => ({
    page,
    title,
    path: join(folder, title),
    text: `${lines.join('\n')}\nexport {};\n`,
  }));
}

/** Whether a module can be run: what it imports of {@link peers} is only declared here. */
export function canRun({ text }: PageModule): boolean {
  return !Object.keys(peers).some((name) => text.includes(` from '${name}'`));
}

/** Writes modules, and a `tsconfig.json` for them, in the place of all that was there. */
export function writeModules(modules: readonly PageModule[]): void {
  rmSync(modulesFolder, { recursive: true, force: true });
  mkdirSync(modulesFolder, { recursive: true });
  writeFileSync(configurationFile, JSON.stringify(configuration(modules.map(({ path }) => path))));
  for (const { path, text } of modules) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function configuration(files: readonly string[]): object {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: Configuration };
  const paths = {
    ...config.compilerOptions.paths,
    'examples/*': ['./examples/*'], // what a page leaves out, its hidden lines may take from an example
    'test/*': ['./test/*'],
    ...Object.fromEntries(Object.entries(peers).filter(([name]) => !existsSync(join('node_modules', name)))),
  };
  const absolute = Object.entries(paths).map(([name, targets]) => [name, targets.map((target) => resolve(target))]);
  return {
    extends: resolve('tsconfig.json'),
    compilerOptions: { paths: Object.fromEntries(absolute) as object },
    include: ['.', resolve('src'), resolve('examples'), resolve('test')],
    files,
    exclude: [],
  };
}

/** What stands in for packages that the pages show and the repository does not depend on, unless they are installed. */
const peers: Readonly<Record<string, readonly string[]>> = {
  '@nestjs/common': ['./test/docs/peers/nestjs-common.d.ts'],
  '@nestjs/core': ['./test/docs/peers/nestjs-core.d.ts'],
  '@nestjs/cqrs': ['./test/docs/peers/nestjs-cqrs.d.ts'],
  '@event-driven-io/emmett': ['./test/docs/peers/emmett.d.ts'],
  '@event-driven-io/emmett-mongodb': ['./test/docs/peers/emmett-mongodb.d.ts'],
};

interface Configuration {
  readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly string[]>> };
}
